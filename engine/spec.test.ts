import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const testFiles = ["engine", "store", "sample-data", "cli", "kernel"].flatMap((zone) =>
  readdirSync(join(root, zone), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(root, zone, file)),
);
const tests = testFiles.map((file) => readFileSync(file, "utf8")).join("\n");
const names = new Set(testFiles.map((file) => basename(file)));

/** Each rule with its proof, which stands behind it in italics. */
const rules = readFileSync(join(root, "engine", "SPEC.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("- **"))
  .map((line) => ({
    id: line.slice(4, line.indexOf("**", 4)),
    proof: line.slice(line.lastIndexOf(" *") + 2),
  }));

test("the rules are numbered without a gap", () => {
  expect(rules.map(({ id }) => id)).toEqual(rules.map((_, k) => `E${k + 1}`));
});

test.each(rules)("what proves $id is there: every test, property and file that it names", ({ proof }) => {
  const titles = Array.from(proof.matchAll(/"([^"]+)"/g), ([, title]) => title!);
  const properties = Array.from(proof.matchAll(/\bP\d+\b/g), ([id]) => `[${id}]`);
  const files = Array.from(proof.matchAll(/`([\w.-]+\.test\.ts)`/g), ([, file]) => file!);
  expect(titles.length + properties.length + files.length).toBeGreaterThan(0);
  expect([...titles, ...properties].filter((named) => !tests.includes(named))).toEqual([]);
  expect(files.filter((file) => !names.has(file))).toEqual([]);
});
