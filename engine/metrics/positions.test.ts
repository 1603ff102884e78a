import fc from "fast-check";
import { expect, test } from "vitest";
import { unwrap } from "../testing/strategies.ts";
import { battingAverage } from "./batting-average.ts";
import { averageExposure, exposure } from "./exposure.ts";
import { herfindahl } from "./herfindahl.ts";
import { grossLeverage, netLeverage } from "./leverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

test("leverage is long plus short over NAV, and long less short over NAV, in each session", () => {
  const values = of(60, 40, -50, 0, 0, 0, 30, -90, 0);
  const nav = of(100, 80, 60);
  expect(Array.from(unwrap(grossLeverage(values, nav)))).toEqual([1.5, 0, 2]);
  expect(Array.from(unwrap(netLeverage(values, nav)))).toEqual([0.5, 0, -1]);
  expect(unwrap(exposure(unwrap(grossLeverage(values, nav))))).toBe(2 / 3);
  expect(unwrap(averageExposure(unwrap(grossLeverage(values, nav))))).toBe(3.5 / 3);
});

test("gross plus net leverage is twice the longs, and the order of positions has no say", () => {
  const books = fc.array(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(books, (rows) => {
      const nav = Float64Array.from(rows, (_, t) => 2 ** (20 + (t % 5)));
      const gross = unwrap(grossLeverage(Float64Array.from(rows.flat()), nav));
      const net = unwrap(netLeverage(Float64Array.from(rows.flat()), nav));
      rows.forEach((row, t) => {
        const longs = row.filter((x) => x > 0).reduce((s, x) => s + x, 0);
        expect((gross[t]! + net[t]!) * nav[t]!).toBe(2 * longs);
      });
      const turned = Float64Array.from(rows.flatMap((row) => [row[2]!, row[0]!, row[1]!]));
      expect(unwrap(grossLeverage(turned, nav))).toEqual(gross);
    }),
    { numRuns: 100, seed: 6 },
  );
});

test("a period level with the benchmark is no win", () => {
  expect(unwrap(battingAverage(of(0.01, 0.02, 0.03), of(0.01, 0.01, 0.04)))).toBe(1 / 3);
});

test("concentration is 1/n for n equal positions, and bit for bit the same in any order", () => {
  expect(unwrap(herfindahl(of(5, -5, 5, 5)))).toBe(0.25);
  expect(unwrap(herfindahl(of(0, 0, 3)))).toBe(1);
  const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(weights, fc.nat(29), (drawn, turn) => {
      fc.pre(drawn.some((x) => x !== 0));
      const k = turn % drawn.length;
      const turned = [...drawn.slice(k), ...drawn.slice(0, k)];
      expect(herfindahl(Float64Array.from(turned))).toEqual(herfindahl(Float64Array.from(drawn)));
    }),
    { numRuns: 300, seed: 7 },
  );
});

test.each([
  ["values that do not fill the sessions", of(1, 2, 3), of(1, 1), "bad-argument"],
  ["values without sessions", of(1), of(), "bad-argument"],
  ["a missing value", of(1, Number.NaN), of(1), "bad-argument"],
  ["an infinite value", of(1, Number.POSITIVE_INFINITY), of(1), "bad-argument"],
  ["a missing NAV", of(1, 1), of(1, Number.NaN), "bad-argument"],
  ["a NAV of zero", of(1, 1), of(1, 0), "ruin"],
  ["a negative NAV", of(1, 1), of(1, -5), "ruin"],
])("leverage of %s is refused by name", (_, values, nav, code) => {
  expect(grossLeverage(values, nav)).toMatchObject({ ok: false, error: { code } });
  expect(netLeverage(values, nav)).toMatchObject({ ok: false, error: { code } });
});
