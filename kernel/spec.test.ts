import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** One prefix for each heading of the document, in its order. */
const prefixes = ["F", "G", "T", "S", "X", "O", "M", "D", "E"];

const root = fileURLToPath(new URL("..", import.meta.url));
const testFiles = ["kernel", "cli", "main", "renderer", "store", "e2e"].flatMap((zone) =>
  readdirSync(join(root, zone), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
    .map((file) => join(root, zone, file)),
);
const tests = testFiles.map((file) => readFileSync(file, "utf8")).join("\n");
const names = new Set(testFiles.map((file) => basename(file)));

/** The rules that titles of tests carry at their head: one or more, a comma between, then a colon. */
const titled = new Set(
  Array.from(tests.matchAll(/["'`]([FGTSXOMDE]\d+(?:, [FGTSXOMDE]\d+)*): /g), ([, ids]) =>
    ids!.split(", "),
  ).flat(),
);

const lines = readFileSync(join(root, "kernel", "SPEC.md"), "utf8").split("\n");
/** Each rule with the heading it stands under, counted from 0, and its proof in italics, if any. */
const rules = lines.flatMap((line, index) => {
  if (!line.startsWith("- **")) return [];
  const heading = lines.slice(0, index).filter((above) => above.startsWith("## ")).length - 1;
  const proof = line.endsWith("*") ? line.slice(line.lastIndexOf(" *") + 2) : "";
  return [{ id: line.slice(4, line.indexOf("**", 4)), heading, proof }];
});

test("the rules stand under their headings, numbered without a gap", () => {
  const counts = prefixes.map(() => 0);
  const wanted = rules.map(({ heading }) => `${prefixes[heading]}${++counts[heading]!}`);
  expect(rules.map(({ id }) => id)).toEqual(wanted);
});

test("a title of a test carries no rule that is not written down", () => {
  const ids = new Set(rules.map(({ id }) => id));
  expect([...titled].filter((id) => !ids.has(id))).toEqual([]);
});

test.each(rules)(
  "$id stands in the title of a test, or the tests that it names are there",
  ({ id, proof }) => {
    const titles = Array.from(proof.matchAll(/"([^"]+)"/g), ([, title]) => title!);
    const files = Array.from(proof.matchAll(/`([\w.-]+\.(?:test|spec)\.tsx?)`/g), ([, file]) => file!);
    expect(titled.has(id) || titles.length + files.length > 0).toBe(true);
    expect(titles.filter((title) => !tests.includes(title))).toEqual([]);
    expect(files.filter((file) => !names.has(file))).toEqual([]);
  },
);
