import { expect, it } from "vitest";
import { parseNotebook } from "./index.ts";
import { migrateNotebook } from "./migrate-notebook.ts";

const text = (format: string) => `// ---\n// asof: ${format}\n// ---\n\n// %% id=a\na\n`;
const to = (from: number) =>
  [from, (old: string) => `${old.replace(`asof: ${from}`, `asof: ${from + 1}`)}// from ${from}\n`] as const;

it("F5: an older format is brought to the present one step by step", () => {
  const steps = new Map([to(2), to(1)]);
  expect(migrateNotebook(text("1"), steps, 3)).toBe(`${text("3")}// from 1\n// from 2\n`);
});

it("F5: a step that leads nowhere ends, and a format without a step stays for the reader to refuse", () => {
  expect(migrateNotebook(text("1"), new Map([[1, (old: string) => old]]), 2)).toBe(text("1"));
  expect(migrateNotebook(text("0"), new Map([to(1)]), 2)).toBe(text("0"));
});

it.each([
  ["7", "newer Asof"],
  ["0", '"// asof: 1"'],
  ['"1"', '"// asof: 1"'],
  ["[1]", '"// asof: 1"'],
  ["null", '"// asof: 1"'],
])("F5: format %s is refused at its line with what to do", (format, what) => {
  const parsed = parseNotebook(text(format).replace("// asof", "// owner: me\n// asof"));
  expect(parsed).toMatchObject({ ok: false, error: { code: "unknown-format", line: 3 } });
  expect(!parsed.ok && parsed.error.message).toContain(what);
});
