import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = import.meta.dirname;
const tests = [folder, join(folder, "..", "e2e")]
  .flatMap((zone) =>
    readdirSync(zone, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(test|spec)\.ts$/.test(file))
      .map((file) => readFileSync(join(zone, file), "utf8")),
  )
  .join("\n");
const titled = new Set(Array.from(tests.matchAll(/["'`](B\d+): /g), ([, id]) => id!));
const written = Array.from(
  readFileSync(join(folder, "SPEC.md"), "utf8").matchAll(/^- \*\*(B\d+)\*\* /gm),
  ([, id]) => id!,
);

test("the rules are numbered without a gap, and each stands at the head of a test's title and no other does", () => {
  expect(written).toEqual(written.map((_, k) => `B${k + 1}`));
  expect([...titled].sort()).toEqual([...written].sort());
});
