import { expect, it } from "vitest";
import { sizeOf } from "./output-size.ts";

it("S8: weighs texts, columns and lists, and stops when it is enough", () => {
  expect(sizeOf("four", 1_000)).toBe(8);
  expect(sizeOf({ arrow: new Uint8Array(100), title: "t" }, 1_000)).toBe(102);
  expect(sizeOf([1, 2, ["a"]], 1_000)).toBe(24 + 8 + 2);
  expect(
    sizeOf(
      Array.from({ length: 1_000 }, () => "long text"),
      50,
    ),
  ).toBeLessThan(9_000);
});
