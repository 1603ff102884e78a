import fc from "fast-check";
import { expect, test } from "vitest";
import { apportion } from "./apportion.ts";

const parts = fc.array(
  fc.tuple(
    fc.integer({ min: -1e9, max: 1e9 }).map((x) => x / 1e9),
    fc.integer({ min: -60, max: 3 }),
  ),
  {
    minLength: 1,
    maxLength: 60,
  },
);

test("parts add up to the total bit for bit, in any order, and hardly move", () => {
  fc.assert(
    fc.property(parts, fc.nat(59), (drawn, turn) => {
      const before = Float64Array.from(drawn, ([x, e]) => x * 2 ** e);
      const sum = before.reduce((s, x) => s + x, 0);
      const { parts: after, total } = apportion(before, sum);
      const size = before.reduce((s, x) => s + Math.abs(x), 0);
      const k = turn % drawn.length;
      const orders = [
        Array.from(after),
        Array.from(after).reverse(),
        [...after.slice(k), ...after.slice(0, k)],
      ];
      for (const order of orders) expect(order.reduce((s, x) => s + x, 0)).toBe(total);
      expect(Math.abs(total - sum)).toBeLessThanOrEqual(size * 2 ** -50);
      after.forEach((x, i) => {
        expect(Math.abs(x - before[i]!)).toBeLessThanOrEqual(size * 2 ** -50 * (1 + drawn.length));
      });
    }),
    { numRuns: 500, seed: 11 },
  );
});

test("plain addition of the same parts does depend on their order", () => {
  const before = Float64Array.of(0.1, 0.2, 0.3);
  expect(0.1 + 0.2 + 0.3).not.toBe(0.3 + 0.2 + 0.1);
  const { parts: [a, b, c] = [], total } = apportion(before, 0.6);
  expect(a! + b! + c!).toBe(total);
  expect(c! + b! + a!).toBe(total);
});

test("nothing is split into nothing", () => {
  expect(apportion(new Float64Array(3), 0)).toEqual({ parts: new Float64Array(3), total: 0 });
  expect(apportion(new Float64Array(0), 0)).toEqual({ parts: new Float64Array(0), total: 0 });
});
