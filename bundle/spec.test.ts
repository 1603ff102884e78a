import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = import.meta.dirname;
const tests = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(folder, file), "utf8"))
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
