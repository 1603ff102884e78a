import fc from "fast-check";
import { expect, test } from "vitest";
import { minorPerUnit, roundMinor } from "./money.ts";

test.each([
  [0.5, 1],
  [-0.5, -1],
  [2.5, 3],
  [-2.5, -3],
  [-0.49, 0],
  [1e9 + 0.5, 1e9 + 1],
])("%d minor units are rounded to %d", (amount, rounded) => {
  expect(roundMinor(amount)).toBe(rounded);
});

test("[P16] what is gained and what is lost are rounded alike, to the nearest unit and never to −0", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (quarters) => {
      const amount = quarters / 4;
      expect(roundMinor(-amount)).toBe(0 - roundMinor(amount));
      expect(Math.abs(roundMinor(amount) - amount)).toBeLessThanOrEqual(0.5);
    }),
    { numRuns: 1_000, seed: 61 },
  );
});

test("a won and a yen have no minor unit", () => {
  expect(["USD", "GBP", "HKD", "KRW", "JPY"].map(minorPerUnit)).toEqual([100, 100, 100, 1, 1]);
});
