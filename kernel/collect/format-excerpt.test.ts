import { expect, it } from "vitest";
import { formatExcerpt } from "./format-excerpt.ts";

it("O12: the mark stands under the place in a terminal too, where Hangul takes two columns and a tab its own", () => {
  const excerpt = { notebook: null, firstLine: 9, line: 10, column: 8 };
  expect(formatExcerpt({ ...excerpt, lines: ["const a = 1;", "\t값 = b.c;", ""] })).toBe(
    ["   9 | const a = 1;", "> 10 | \t값 = b.c;", "     | \t       ^", "  11 |"].join("\n"),
  );
});

it("O12: lines of another file stand under its name, and a fault of a whole line has no mark", () => {
  const excerpt = { notebook: "factors.nb.ts", firstLine: 1, line: 1, column: null, lines: ["x"] };
  expect(formatExcerpt(excerpt)).toBe("  factors.nb.ts\n> 1 | x");
});
