import { expect, it } from "vitest";
import { excerptSchema } from "../contract/display.ts";
import { excerptOf } from "./excerpt.ts";

const place = (line: number | null, column: number | null = 3, firstLine = 1) => ({
  line,
  column,
  firstLine,
  notebook: null,
});

it.each<[string, string, ReturnType<typeof place>, object | null]>([
  ["in the middle", "a\nb\nc\nd", place(2), { firstLine: 1, line: 2, column: 3, lines: ["a", "b", "c"] }],
  ["in the first line", "a\nb", place(1), { firstLine: 1, line: 1, lines: ["a", "b"] }],
  ["in the last line", "a\r\nb\r\nc", place(3), { firstLine: 2, line: 3, lines: ["b", "c"] }],
  ["in a text of one line", "가나", place(1, null), { firstLine: 1, line: 1, column: null, lines: ["가나"] }],
  [
    "in a cell of another file",
    "x\n// %%\nlet a\nthrow 1\n",
    place(2, 1, 3),
    { line: 4, lines: ["let a", "throw 1", ""] },
  ],
  ["behind the text's end", "a", place(2), null],
  ["nowhere", "a", place(null), null],
])("O12: the lines around a fault %s", (_, text, where, expected) => {
  const excerpt = excerptOf(text, where);
  if (expected === null) expect(excerpt).toBeNull();
  else expect(excerptSchema.parse(excerpt)).toMatchObject(expected);
});

it("O12: a line of a million characters is shown around its fault", () => {
  const text = `short\n${"x".repeat(500_000)}!${"y".repeat(500_000)}`;
  const { lines, column } = excerptSchema.parse(excerptOf(text, place(2, 500_001)));
  expect(lines[1]![column! - 1]).toBe("!");
  expect(lines[1]).toHaveLength(300);
});
