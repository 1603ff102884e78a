import { expect, it } from "vitest";
import { stepsApart } from "./steps-apart.ts";

it.each([
  [0.1 + 0.2, 0.3, 1],
  [1, 1, 0],
  [-0, 0, 1],
  [-Number.MIN_VALUE, Number.MIN_VALUE, 3],
  [Number.NaN, Number.NaN, 0],
  [Number.NaN, 0, null],
  [1, 2, 2 ** 52],
])("%s and %s are %s doubles apart", (a, b, expected) => {
  expect(stepsApart(a, b)).toBe(expected);
  expect(stepsApart(b, a)).toBe(expected);
});
