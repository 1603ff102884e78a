import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const tests = ["serving", "cli", "e2e"]
  .flatMap((zone) =>
    readdirSync(join(root, zone), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
      .map((file) => readFileSync(join(root, zone, file), "utf8")),
  )
  .join("\n");

/** The rules that titles of tests carry at their head: one or more, a comma between, then a colon. */
const titled = new Set(
  Array.from(tests.matchAll(/["'`](V\d+(?:, V\d+)*): /g), ([, ids]) => ids!.split(", ")).flat(),
);
const rules = readFileSync(join(root, "serving", "SPEC.md"), "utf8")
  .split("\n")
  .flatMap((line) => /^- \*\*(V\d+)\*\* /.exec(line)?.[1] ?? []);

test("the rules are numbered without a gap", () => {
  expect(rules.length).toBeGreaterThan(0);
  expect(rules).toEqual(rules.map((_, k) => `V${k + 1}`));
});

test("every rule stands in the title of a test, and no title carries a rule that is not written down", () => {
  expect([...titled].toSorted()).toEqual(rules.toSorted());
});
