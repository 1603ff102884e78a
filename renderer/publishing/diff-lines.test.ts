import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines, foldSame } from "./diff-lines.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "", "  d"), { maxLength: 30 })
  .map((lines) => lines.join("\n"));

describe("the difference of two texts", () => {
  it("names what went and what came, with its line", () => {
    expect(
      diffLines("a\nb\nc", "a\nx\nc\nd").map(({ kind, number, text: line }) => `${kind} ${number} ${line}`),
    ).toEqual(["same 1 a", "removed 2 b", "added 2 x", "same 3 c", "added 4 d"]);
  });

  it("sees a change of blanks alone", () => {
    expect(diffLines("a", " a").map(({ kind }) => kind)).toEqual(["removed", "added"]);
  });

  it("holds both texts whole", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (kind: string) =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join("\n");
        expect(without("added")).toBe(before);
        expect(without("removed")).toBe(after);
      }),
    );
  });

  it("is shown with what stands near, and a count of what is left out", () => {
    const long = Array.from({ length: 20 }, (_, n) => `line ${n}`);
    const folded = foldSame(diffLines(long.join("\n"), long.with(10, "other").join("\n")), 2);
    expect(folded[0]).toEqual({ kind: "gap", lines: 8 });
    expect(folded.map(({ kind }) => kind)).toEqual([
      "gap",
      "same",
      "same",
      "removed",
      "added",
      "same",
      "same",
      "gap",
    ]);
    expect(foldSame(diffLines("a\nb", "a\nb"))).toEqual([{ kind: "gap", lines: 2 }]);
  });
});
