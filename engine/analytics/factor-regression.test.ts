import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../rng/random.ts";
import { unwrap } from "../testing/strategies.ts";
import { factorRegression } from "./factor-regression.ts";
import { defaultLags } from "./newey-west.ts";

const sum = (values: Iterable<number>) => [...values].reduce((s, x) => s + x, 0);
const isNear = (actual: Float64Array, expected: readonly number[], relative: number) => {
  expect(actual.length).toBe(expected.length);
  for (const [k, x] of expected.entries()) expect(Math.abs(actual[k]! / x - 1)).toBeLessThan(relative);
};

const n = 60;
const first = Float64Array.from({ length: n }, (_, t) => (((t * 37) % 23) - 11) / 1000);
const second = Float64Array.from({ length: n }, (_, t) => (((t * 17) % 29) - 14) / 1500);
const returns = first.map(
  (x, t) => 0.0005 + 0.8 * x - 0.3 * second[t]! + (((t * t * 7 + t * 3) % 31) - 15) / 4000,
);
const factors = [
  { name: "value", returns: first },
  { name: "size", returns: second },
];

// statsmodels 0.15.0 (BSD-3): OLS on the series above, cov_type="HAC", normal law.
describe("known answers of statsmodels, to 1e-9 relative", () => {
  test.each([
    [0, false, [0.00025085086202137756, 0.04092134096848535, 0.04526194629308691]],
    [0, true, [0.0002573675540358333, 0.041984409971961296, 0.04643777706994806]],
    [4, false, [0.00026183723884886734, 0.03778365553020586, 0.04334213529366436]],
    [4, true, [0.0002686393388286878, 0.038765212636633725, 0.04446809254444555]],
  ])("standard errors with %d lags, small-sample factor %s", (lags, hasSmallSampleFactor, expected) => {
    const fit = unwrap(factorRegression(returns, factors, { lags, hasSmallSampleFactor }));
    isNear(fit.standardErrors, expected, 1e-9);
  });

  test("coefficients, t-statistics, p-values and fit", () => {
    const fit = unwrap(factorRegression(returns, factors, { lags: 4 }));
    expect(fit.names).toEqual(["alpha", "value", "size"]);
    isNear(fit.coefficients, [3.1293193591679254e-6, 0.8236021817618078, -0.2969258332885358], 1e-9);
    isNear(fit.tStatistics, [0.011951391532104306, 21.79784274984683, -6.850743076609325], 1e-9);
    isNear(fit.pValues, [0.9904643962211657, 2.432122841937439e-105, 7.346735999478505e-12], 1e-9);
    expect(fit.rSquared).toBeCloseTo(0.9003724767309575, 12);
    expect(fit.adjustedRSquared).toBeCloseTo(0.8968767741601139, 12);
    expect(fit.residualDeviation).toBeCloseTo(0.0020027370595244783, 14);
  });
});

/** Least squares and its sandwich from the normal equations, summed over all pairs of times. */
function naively(y: number[], x: number[][], lags: number) {
  const k = x[0]!.length;
  const gram = x[0]!.map((_, i) => x[0]!.map((_, j) => sum(x.map((row) => row[i]! * row[j]!))));
  const inverse = invert(gram);
  const moments = x[0]!.map((_, i) => sum(x.map((row, t) => row[i]! * y[t]!)));
  const coefficients = inverse.map((row) => sum(row.map((a, j) => a * moments[j]!)));
  const residuals = y.map((value, t) => value - sum(x[t]!.map((a, j) => a * coefficients[j]!)));
  const influence = x.map((row) => inverse.map((line) => sum(line.map((a, j) => a * row[j]!))));
  const variances = Array.from({ length: k }, (_, i) => {
    let total = 0;
    for (let s = 0; s < y.length; s++)
      for (let t = 0; t < y.length; t++) {
        const weight = Math.max(0, 1 - Math.abs(s - t) / (lags + 1));
        total += weight * influence[s]![i]! * residuals[s]! * influence[t]![i]! * residuals[t]!;
      }
    return total;
  });
  return { coefficients, errors: variances.map(Math.sqrt), residuals };
}

function invert(matrix: number[][]): number[][] {
  const k = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < k; c++) {
    const pivot = rows[c]![c]!;
    rows[c] = rows[c]!.map((v) => v / pivot);
    for (let r = 0; r < k; r++)
      if (r !== c) rows[r] = rows[r]!.map((v, j) => v - rows[r]![c]! * rows[c]![j]!);
  }
  return rows.map((row) => row.slice(k));
}

test("coefficients and standard errors equal the normal equations and the double sum over all pairs of times", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 8, max: 40 }),
      fc.nat(6),
      (seed, count, length, lags) => {
        const random = createRandom(seed);
        const draw = () => Float64Array.from({ length }, () => random.normal() / 50);
        const y = draw();
        const xs = Array.from({ length: count }, draw);
        const fit = unwrap(
          factorRegression(
            y,
            xs.map((x, k) => ({ name: `f${k}`, returns: x })),
            { lags, riskFree: 0.001 },
          ),
        );
        const rows = Array.from(y, (_, t) => [1, ...xs.map((x) => x[t]!)]);
        const plain = naively(
          Array.from(y, (r) => r - 0.001),
          rows,
          lags,
        );
        plain.coefficients.forEach((b, k) => {
          expect(fit.coefficients[k]).toBeCloseTo(b, 10);
          expect(fit.standardErrors[k]).toBeCloseTo(plain.errors[k]!, 10);
        });
        plain.residuals.forEach((e, t) => {
          expect(fit.residuals[t]).toBeCloseTo(e, 12);
        });
        expect(sum(fit.contributions)).toBe(fit.meanReturn);
        expect(fit.meanReturn).toBeCloseTo(sum(y) / length - 0.001, 13);
      },
    ),
    { numRuns: 60, seed: 15 },
  );
});

test("Longley's nearly collinear data keep nine digits, where normal equations keep few", () => {
  // Longley (1967), as in the NIST Statistical Reference Datasets, with NIST's certified coefficients.
  const rows = [
    [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
    [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
    [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
    [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
    [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
    [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
    [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
    [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
    [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
  ];
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  const fit = unwrap(
    factorRegression(
      column(0),
      [1, 2, 3, 4, 5, 6].map((k) => ({ name: `x${k}`, returns: column(k) })),
    ),
  );
  const certified = [
    -3482258.63459582, 15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359,
    -0.0511041056535807, 1829.15146461355,
  ];
  isNear(fit.coefficients, certified, 1e-9);
});

test("the number of lags follows Newey and West's rule, and stays below the number of periods", () => {
  expect([2, 3, 50, 100, 1_000, 2_520].map(defaultLags)).toEqual([1, 1, 3, 4, 6, 8]);
});

test("periods with anything missing are dropped, and said to be", () => {
  const gap = (x: Float64Array, at: number) => x.map((v, t) => (t === at ? Number.NaN : v));
  const holed = factorRegression(gap(returns, 3), [
    { name: "value", returns: gap(first, 10) },
    { name: "size", returns: second },
  ]);
  const kept = Array.from({ length: n }, (_, t) => t).filter((t) => t !== 3 && t !== 10);
  const pick = (x: Float64Array) => Float64Array.from(kept, (t) => x[t]!);
  const whole = unwrap(
    factorRegression(pick(returns), [
      { name: "value", returns: pick(first) },
      { name: "size", returns: pick(second) },
    ]),
  );
  expect(unwrap(holed)).toEqual({ ...whole, kept: Int32Array.from(kept) });
  expect(whole.lags).toBe(3);
});

const flat = new Float64Array(n).fill(0.01);
test.each([
  ["returns that do not vary", flat, factors, {}, "zero-variance"],
  ["a factor that does not vary", returns, [{ name: "cash", returns: flat }], {}, "zero-variance"],
  [
    "a factor made of the others",
    returns,
    [...factors, { name: "both", returns: first.map((x, t) => 2 * x - second[t]!) }],
    {},
    "zero-variance",
  ],
  ["a factor of zeros", returns, [{ name: "none", returns: new Float64Array(n) }], {}, "zero-variance"],
  ["factors that explain everything", first.map((x) => 2 * x + 0.001), factors, {}, "zero-variance"],
  [
    "a coefficient that nothing makes uncertain",
    returns.map((x, t) => (t % 2 === 0 ? 0.003 : x)),
    [{ name: "odd", returns: returns.map((_, t) => t % 2) }],
    { lags: 0 },
    "zero-variance",
  ],
  ["unequal lengths", returns.subarray(1), factors, {}, "bad-argument"],
  ["an infinite return", returns.map((x, t) => (t === 2 ? 1 / 0 : x)), factors, {}, "bad-argument"],
  ["repeated names", returns, [factors[0]!, factors[0]!], {}, "bad-argument"],
  ["a factor called alpha", returns, [{ name: "alpha", returns: first }], {}, "bad-argument"],
  ["a negative lag", returns, factors, { lags: -1 }, "bad-argument"],
  ["half a lag", returns, factors, { lags: 1.5 }, "bad-argument"],
  ["as many lags as periods", returns, factors, { lags: n }, "bad-argument"],
  ["a risk-free return that is no number", returns, factors, { riskFree: Number.NaN }, "bad-argument"],
  [
    "as few periods as coefficients",
    returns.subarray(0, 3),
    factors.map((f) => ({ ...f, returns: f.returns.subarray(0, 3) })),
    {},
    "too-few-observations",
  ],
  ["nothing", new Float64Array(0), [], {}, "too-few-observations"],
] as const)("%s is refused by name", (_, y, xs, conventions, code) => {
  expect(factorRegression(y, xs, conventions)).toMatchObject({ ok: false, error: { code } });
});
