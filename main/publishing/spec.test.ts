import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tests = ["main", "e2e"]
  .flatMap((zone) =>
    readdirSync(join(root, zone), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(test|spec)\.ts$/.test(file))
      .map((file) => readFileSync(join(root, zone, file), "utf8")),
  )
  .join("\n");

const titled = new Set(
  Array.from(tests.matchAll(/["'`](Q\d+(?:, Q\d+)*): /g), ([, ids]) => ids!.split(", ")).flat(),
);
const rules = readFileSync(join(root, "main", "publishing", "SPEC.md"), "utf8")
  .split("\n")
  .flatMap((line) => /^- \*\*(Q\d+)\*\* /.exec(line)?.[1] ?? []);

test("every rule stands in the title of a test, and no title carries a rule that is not written down", () => {
  expect(rules).toEqual(rules.map((_, k) => `Q${k + 1}`));
  expect(rules.length).toBeGreaterThan(0);
  expect([...titled].toSorted()).toEqual(rules);
});
