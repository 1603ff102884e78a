import fc from "fast-check";
import { expect, it } from "vitest";
import { ExactSum } from "./exact-sum.ts";

const sumOf = (numbers: readonly number[]): number => {
  const sum = new ExactSum();
  for (const x of numbers) sum.add(x);
  return sum.value();
};
/** In units of 2^-60: what fits no double fits a big integer. */
const UNIT = 2 ** 60;
const exactly = (numbers: readonly number[]): number => {
  const total = numbers.reduce((sum, x) => sum + BigInt(x * UNIT), 0n);
  return Number(total) / UNIT;
};

it("V32: a sum is the true one, rounded once, in whatever order its parts came", () => {
  const parts = fc.array(fc.double({ min: 2 ** -7, max: 2 ** 40, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(parts, fc.nat(), (numbers, turn) => {
      const turned = [...numbers.slice(turn % 30), ...numbers.slice(0, turn % 30)].reverse();
      expect(sumOf(numbers)).toBe(exactly(numbers));
      expect(sumOf(turned)).toBe(exactly(numbers));
    }),
    { numRuns: 1_000, seed: 32 },
  );
  expect(sumOf([1e100, 1, -1e100])).toBe(1);
  expect(sumOf([0.1, 0.2, 0.3])).toBe(0.6);
  expect(sumOf([])).toBe(0);
});
