import { describe, expect, it } from "vitest";
import { sameMembers } from "./same-members.ts";

describe("what a view compares to know whether to draw again", () => {
  const member = { a: 1 };
  it.each([
    [1, 1],
    [Number.NaN, Number.NaN],
    [
      [member, "x"],
      [member, "x"],
    ],
    [[], []],
    [
      { member, text: "x" },
      { text: "x", member },
    ],
  ])("%o and %o are the same", (one, other) => expect(sameMembers(one, other)).toBe(true));
  it.each([
    [1, 2],
    [[member], [{ a: 1 }]],
    [["x"], ["x", "y"]],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{}, null],
    [[], {}],
    [new Map([[1, 2]]), new Map()],
  ])("%o and %o are not", (one, other) => expect(sameMembers(one, other)).toBe(false));
});
