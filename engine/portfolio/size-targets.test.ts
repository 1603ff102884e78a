import fc from "fast-check";
import { expect, test } from "vitest";
import { type SizingInputs, sizeTargetPercent, sizeTargetShares, sizeTargets } from "./size-targets.ts";
import { weightsByName } from "./weights-by-name.ts";

const inputs: SizingInputs = {
  navMinor: 10_000_000,
  minorPerUnit: 100,
  prices: Float64Array.of(30, 7, Number.NaN, 50_000),
  fxRates: Float64Array.of(1, 1.25, 1, 0.00075),
  lots: Float64Array.of(1, 100, 1, 10),
  held: Float64Array.of(-3, 250, 12, 0),
};
const orders = (weights: number[], given: Partial<SizingInputs> = {}) => {
  const output = new Float64Array(weights.length).fill(Number.NaN);
  sizeTargets(Float64Array.from(weights), { ...inputs, ...given }, output);
  return Array.from(output);
};

test("targets are whole shares towards zero; orders are whole lots unless they close", () => {
  // 100,000 dollars: 10 % of 30 is 333.3, of 8.75 is 1,142.9, of 37.5 is 266.7.
  expect(orders([0.1, 0.1, 0.1, 0.1])).toEqual([336, 800, 0, 260]);
  expect(orders([-0.1, 0, 0, -0.1])).toEqual([-330, -250, -12, -260]);
});

test("a name without a price or a rate keeps what it holds, and a weight of zero sells even that", () => {
  expect(orders([0.1, 0.1, 0.1, 0.1], { fxRates: Float64Array.of(Number.NaN, 1, 1, 0) })).toEqual([
    0, 1100, 0, 0,
  ]);
  expect(orders([0, 0, 0, 0])).toEqual([3, -250, -12, 0]);
});

test("one name by percent and by shares", () => {
  expect(sizeTargetPercent(0, 0.1, inputs)).toBe(336);
  expect(sizeTargetShares(0, 50, inputs)).toBe(53);
  expect(sizeTargetShares(1, 500, inputs)).toBe(200);
  expect(sizeTargetShares(1, 0, inputs)).toBe(-250);
  expect(Object.is(sizeTargetShares(1, 240, inputs), 0)).toBe(true);
});

test("weights that cannot be counted in shares, and lots that are none, are named errors", () => {
  for (const weight of [Number.NaN, Number.POSITIVE_INFINITY, 1e300])
    expect(() => orders([weight, 0, 0, 0])).toThrow(expect.objectContaining({ code: "bad-weights" }));
  expect(() => sizeTargetShares(0, 0.5, inputs)).toThrow("the target of name 0 is 0.5 shares");
  expect(() => orders([0.1], { lots: Float64Array.of(0) })).toThrow(
    "the lot of name 0 must be a whole number from 1",
  );
});

test("with lots of one share an order is that of the accounting core, to the bit", () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const name = fc.record({
    weight: fc.oneof(fc.constant(0), number(-2, 2)),
    price: fc.oneof(fc.constant(Number.NaN), number(0.01, 1e5)),
    rate: fc.oneof(fc.constant(1), number(0.0005, 2)),
    held: fc.integer({ min: -10_000, max: 10_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 1e12 }),
      (names, nav) => {
        const column = (key: keyof (typeof names)[0]) => Float64Array.from(names, (n) => n[key]);
        const output = new Float64Array(names.length);
        const given = { navMinor: nav, minorPerUnit: 100, prices: column("price"), fxRates: column("rate") };
        const lots = new Float64Array(names.length).fill(1);
        sizeTargets(column("weight"), { ...given, lots, held: column("held") }, output);
        names.forEach(({ weight, price, rate, held }, i) => {
          const unit = price * rate * 100;
          const target = weight === 0 ? 0 : unit > 0 ? Math.trunc((weight * nav) / unit) : Number.NaN;
          expect(output[i]).toBe((Number.isNaN(target) ? 0 : target - held) + 0);
        });
      },
    ),
    { numRuns: 500, seed: 71 },
  );
});

test("orders are whole lots, never pass their target and never miss it by a lot", () => {
  const names = fc.record({
    weight: fc.double({ min: -1, max: 1, noNaN: true }),
    lot: fc.constantFrom(1, 10, 100, 1_000),
    held: fc.integer({ min: -5_000, max: 5_000 }),
  });
  fc.assert(
    fc.property(names, ({ weight, lot, held }) => {
      const given = { ...inputs, lots: Float64Array.of(lot), held: Float64Array.of(held) };
      const order = sizeTargetPercent(0, weight, given);
      const target = Math.trunc((weight * inputs.navMinor) / 3_000) + 0;
      const left = target - held - order;
      if (target === 0) expect(order).toBe(0 - held);
      else {
        expect(order % lot === 0).toBe(true);
        expect(Math.abs(left)).toBeLessThan(lot);
        expect(left * (target - held)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 500, seed: 72 },
  );
});

test("weights by id: unknown names, with the nearest one, and missing weights are errors", () => {
  expect(Array.from(weightsByName({ B: 0.5, A: -0.25 }, ["A", "B", "C"]))).toEqual([-0.25, 0.5, 0]);
  expect(() => weightsByName({ SAMSNG: 0.5 }, ["APPLE", "SAMSUNG"])).toThrow(
    'there is no instrument "SAMSNG"; did you mean "SAMSUNG"?',
  );
  expect(() => weightsByName({ A: Number.NaN }, ["A"])).toThrow("the weight of A is NaN");
});
