import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwrap } from "../testing/strategies.ts";
import { type BrinsonEffects, type BrinsonPeriod, brinson } from "./brinson.ts";
import { carinoFactor } from "./carino.ts";
import { linkBrinson } from "./link-brinson.ts";

const of = (...values: number[]) => Float64Array.from(values);
const sum = (values: Iterable<number>) => [...values].reduce((s, x) => s + x, 0);
const all = ({ allocation, selection, interaction }: BrinsonEffects) => [
  ...allocation,
  ...selection,
  ...interaction,
];

// Bacon (2008), "Practical portfolio performance measurement and attribution", tables 5.1 to 5.5: UK, Japan,
// US.
const bacon: BrinsonPeriod = {
  portfolioWeights: of(0.4, 0.3, 0.3),
  portfolioReturns: of(0.2, -0.05, 0.06),
  benchmarkWeights: of(0.4, 0.2, 0.4),
  benchmarkReturns: of(0.1, -0.04, 0.08),
};

test.each([
  ["brinson-fachler", [0, -0.0104, -0.0016]],
  ["brinson-hood-beebower", [0, -0.004, -0.008]],
] as const)("known answer of Bacon by the %s model", (model, allocation) => {
  const effects = unwrap(brinson(bacon, model));
  const isNear = (actual: Float64Array, expected: readonly number[]) => {
    for (const [k, x] of expected.entries()) expect(actual[k]).toBeCloseTo(x, 14);
  };
  isNear(effects.allocation, allocation);
  isNear(effects.selection, [0.04, -0.002, -0.008]);
  isNear(effects.interaction, [0, -0.001, 0.002]);
  expect([effects.portfolioReturn, effects.benchmarkReturn]).toEqual([
    expect.closeTo(0.083, 14),
    expect.closeTo(0.064, 14),
  ]);
  expect(sum(all(effects))).toBe(effects.activeReturn);
});

test("a sector held by one side only is allocation, or allocation and interaction, never missing", () => {
  const effects = unwrap(
    brinson({
      portfolioWeights: of(0.5, 0.5, 0),
      portfolioReturns: of(0.1, 0.04, Number.NaN),
      benchmarkWeights: of(0.5, 0, 0.5),
      benchmarkReturns: of(0.06, Number.NaN, 0.02),
    }),
  );
  // The benchmark made 4 %, which stands in for the return of the sector it did not hold.
  expect(Array.from(effects.allocation)).toEqual([0, 0, 0.5 * 0.02].map((x) => expect.closeTo(x, 15)));
  expect(Array.from(effects.selection)).toEqual([0.02, 0, 0].map((x) => expect.closeTo(x, 15)));
  expect(sum(all(effects))).toBe(effects.activeReturn);
  expect(effects.activeReturn).toBeCloseTo(0.03, 15);
});

const weights = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 })
  .filter((w) => sum(w) > 0)
  .map((w) => Float64Array.from(w, (x) => x / sum(w)));
const returns = fc
  .array(fc.integer({ min: -1_500, max: 1_500 }), { minLength: 4, maxLength: 4 })
  .map((r) => Float64Array.from(r, (x) => x / 1e4));
const histories = fc.array(
  fc.record({
    portfolioWeights: weights,
    portfolioReturns: returns,
    benchmarkWeights: weights,
    benchmarkReturns: returns,
  }),
  { minLength: 1, maxLength: 8 },
);
const compounded = (r: number[]) => Math.expm1(sum(r.map(Math.log1p)));
const of4 = (w: Float64Array, r: Float64Array) => sum(w.map((x, k) => x * r[k]!));

describe.each(["carino", "menchero"] as const)("linking by %s", (linking) => {
  test("effects add up to the compounded active return, exactly, and are the coefficients times the periods'", () => {
    fc.assert(
      fc.property(histories, (periods) => {
        const linked = unwrap(linkBrinson(periods, linking));
        const r = periods.map((p) => of4(p.portfolioWeights, p.portfolioReturns));
        const b = periods.map((p) => of4(p.benchmarkWeights, p.benchmarkReturns));
        const [R, B] = [compounded(r), compounded(b)];
        fc.pre(Math.abs(R - B) > 1e-6 && r.every((x, t) => Math.abs(x - b[t]!) > 1e-6));
        const T = periods.length;
        const coefficients =
          linking === "carino"
            ? r.map((x, t) => {
                const k = (Math.log(1 + R) - Math.log(1 + B)) / (R - B);
                return (Math.log(1 + x) - Math.log(1 + b[t]!)) / (x - b[t]!) / k;
              })
            : r.map((x, t) => {
                const M = (R - B) / T / ((1 + R) ** (1 / T) - (1 + B) ** (1 / T));
                const active = r.map((y, s) => y - b[s]!);
                const C = (R - B - M * sum(active)) / sum(active.map((y) => y * y));
                return M + C * (x - b[t]!);
              });
        expect(sum(all(linked))).toBe(linked.activeReturn);
        expect(Math.abs(linked.activeReturn - (R - B))).toBeLessThan(1e-12);
        for (let k = 0; k < 4; k++) {
          const selection = periods.map(
            (p, t) =>
              coefficients[t]! * p.benchmarkWeights[k]! * (p.portfolioReturns[k]! - p.benchmarkReturns[k]!),
          );
          const allocation = periods.map(
            (p, t) =>
              coefficients[t]! *
              (p.portfolioWeights[k]! - p.benchmarkWeights[k]!) *
              (p.benchmarkReturns[k]! - b[t]!),
          );
          expect(Math.abs(linked.selection[k]! - sum(selection))).toBeLessThan(1e-8);
          expect(Math.abs(linked.allocation[k]! - sum(allocation))).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 200, seed: 14 },
    );
  });

  test("one period links to itself", () => {
    const linked = unwrap(linkBrinson([bacon], linking));
    const single = unwrap(brinson(bacon));
    all(linked).forEach((x, k) => {
      expect(x).toBeCloseTo(all(single)[k]!, 14);
    });
  });

  test("effects of a period in which both returns are equal grow with the other period's return", () => {
    const even = {
      portfolioWeights: of(0.5, 0.5),
      portfolioReturns: of(0.25, -0.125),
      benchmarkWeights: of(0.5, 0.5),
      benchmarkReturns: of(-0.125, 0.25),
    };
    const linked = unwrap(linkBrinson([even, even], linking));
    expect(linked.activeReturn).toBe(0);
    expect(linked.selection[0]).toBeCloseTo(2 * 0.1875 * 1.0625, 14);
    expect(linked.selection[1]).toBe(-linked.selection[0]!);
  });

  test("a portfolio that is its benchmark has no effects, and one that ties over time still adds up", () => {
    const same = {
      ...bacon,
      portfolioWeights: bacon.benchmarkWeights,
      portfolioReturns: bacon.benchmarkReturns,
    };
    expect(all(unwrap(linkBrinson([same, same], linking))).every((x) => x === 0)).toBe(true);
    const swap = (from: BrinsonPeriod): BrinsonPeriod => ({
      portfolioWeights: from.benchmarkWeights,
      portfolioReturns: from.benchmarkReturns,
      benchmarkWeights: from.portfolioWeights,
      benchmarkReturns: from.portfolioReturns,
    });
    const tied = unwrap(linkBrinson([bacon, swap(bacon)], linking));
    expect(tied.activeReturn).toBeCloseTo(0, 15);
    expect(sum(all(tied))).toBe(tied.activeReturn);
    expect(tied.selection.some((x) => x !== 0)).toBe(true);
  });
});

test("the factor of equal returns is the limit of nearly equal ones", () => {
  for (const b of [-0.5, -0.1, 0, 0.2, 3]) {
    expect(carinoFactor(b, b)).toBeCloseTo(carinoFactor(b + 1e-7, b), 6);
    expect(carinoFactor(b, b)).toBeCloseTo(carinoFactor(b - 1e-7, b), 6);
  }
  // With a spread of 1e-9 the difference of two logarithms would keep half of its digits.
  expect(carinoFactor(0.1 + 2 ** -30, 0.1)).toBeCloseTo(1 / (1.1 + 2 ** -31), 14);
});

test.each([
  ["no sectors", { ...bacon, portfolioWeights: of() }, "too-few-observations"],
  ["unequal lengths", { ...bacon, benchmarkReturns: of(0.1) }, "bad-argument"],
  ["a missing weight", { ...bacon, portfolioWeights: of(0.4, Number.NaN, 0.3) }, "bad-argument"],
  [
    "a missing return of something held",
    { ...bacon, portfolioReturns: of(0.2, Number.NaN, 0.06) },
    "bad-argument",
  ],
  [
    "an infinite return",
    { ...bacon, benchmarkReturns: of(0.2, Number.POSITIVE_INFINITY, 0) },
    "bad-argument",
  ],
  ["weights that add up otherwise", { ...bacon, portfolioWeights: of(0.4, 0.3, 0.2) }, "bad-argument"],
  ["a return beyond doubles", { ...bacon, portfolioReturns: of(1.7e308, 1.7e308, 1.7e308) }, "bad-argument"],
] as const)("%s is refused by name", (_, period, code) => {
  expect(brinson(period)).toMatchObject({ ok: false, error: { code } });
  expect(linkBrinson([period])).toMatchObject({ ok: false, error: { code } });
});

test("linking refuses no period, a change of sectors and a loss of everything", () => {
  const one = {
    portfolioWeights: of(1),
    portfolioReturns: of(0),
    benchmarkWeights: of(1),
    benchmarkReturns: of(0),
  };
  expect(linkBrinson([])).toMatchObject({ error: { code: "too-few-observations" } });
  expect(linkBrinson([bacon, one])).toMatchObject({ error: { code: "bad-argument" } });
  expect(linkBrinson([{ ...one, portfolioReturns: of(-1) }])).toMatchObject({ error: { code: "ruin" } });
});
