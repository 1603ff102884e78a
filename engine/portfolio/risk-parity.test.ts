import fc from "fast-check";
import { expect, test } from "vitest";
import { createReturns } from "../testing/return-matrix.ts";
import { unwrap } from "../testing/strategies.ts";
import { inverseVolatilityWeights } from "./inverse-volatility.ts";
import { shrinkToConstantCorrelation } from "./ledoit-wolf.ts";
import { riskParityWeights } from "./risk-parity.ts";

test("two names: risk parity is inverse volatility, whatever the correlation", () => {
  for (const correlation of [-0.9, 0, 0.4, 0.99]) {
    const values = Float64Array.of(0.04, 0.06 * correlation, 0.06 * correlation, 0.09);
    const w = unwrap(riskParityWeights({ size: 2, values }));
    expect(w[0]).toBeCloseTo(0.6, 12);
    expect(w[1]).toBeCloseTo(0.4, 12);
  }
});

test("uncorrelated names: shares b of the risk give weights in proportion to √b/σ", () => {
  const values = Float64Array.of(0.01, 0, 0, 0, 0.04, 0, 0, 0, 0.16);
  const w = unwrap(riskParityWeights({ size: 3, values }, Float64Array.of(1, 4, 9)));
  // √1/0.1 : √4/0.2 : √9/0.4 = 10 : 10 : 7.5.
  expect(w[0]).toBeCloseTo(10 / 27.5, 12);
  expect(w[2]).toBeCloseTo(7.5 / 27.5, 12);
});

const arbitraryCovariance = fc
  .tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 15 }))
  .map(([seed, names]) => unwrap(shrinkToConstantCorrelation(createReturns(seed, names, 30))).covariance);

test("every name contributes its share of the risk, weights are positive and sum to 1", () => {
  fc.assert(
    fc.property(arbitraryCovariance, fc.boolean(), ({ size, values }, isEqual) => {
      const shares = Float64Array.from({ length: size }, (_, i) => (isEqual ? 1 : 1 + i));
      const total = shares.reduce((a, b) => a + b, 0);
      const w = unwrap(riskParityWeights({ size, values }, shares));
      const marginal = Array.from(w, (_, i) => w.reduce((s, x, j) => s + x * values[i * size + j]!, 0));
      const variance = w.reduce((s, x, i) => s + x * marginal[i]!, 0);
      w.forEach((x, i) => {
        expect(x).toBeGreaterThan(0);
        expect(Math.abs((x * marginal[i]!) / variance - shares[i]! / total)).toBeLessThan(1e-10);
      });
      expect(Math.abs(w.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-13);
    }),
    { numRuns: 300, seed: 51 },
  );
});

test("the scale of the covariance does not matter, and a permutation permutes the weights", () => {
  fc.assert(
    fc.property(arbitraryCovariance, ({ size, values }) => {
      const w = unwrap(riskParityWeights({ size, values }));
      const reversed = values.map((_, k) => values[values.length - 1 - k]!);
      const back = unwrap(riskParityWeights({ size, values: reversed }));
      const scaled = unwrap(riskParityWeights({ size, values: values.map((v) => v * 37.5) }));
      w.forEach((x, i) => {
        expect(Math.abs(back[size - 1 - i]! / x - 1)).toBeLessThan(1e-9);
        expect(Math.abs(scaled[i]! / x - 1)).toBeLessThan(1e-9);
      });
    }),
    { numRuns: 300, seed: 52 },
  );
});

test("names that hedge each other completely do not converge, and that is an error", () => {
  const hedge = { size: 2, values: Float64Array.of(0.04, -0.04, -0.04, 0.04) };
  expect(riskParityWeights(hedge)).toMatchObject({
    ok: false,
    error: { code: "bad-weights", details: { reason: "not-converged" } },
  });
  const fine = { size: 2, values: Float64Array.of(1, 0, 0, 1) };
  expect(() => riskParityWeights(fine, Float64Array.of(1))).toThrow("there must be 2 shares of risk, were 1");
  expect(() => riskParityWeights(fine, Float64Array.of(1, 0))).toThrow(
    "must be positive and finite, one was 0",
  );
});

test("inverse volatility: a name twice as volatile weighs half, and missing returns are dropped", () => {
  const values = Float64Array.of(0.01, -0.01, 0.01, -0.01, 0.02, -0.02, 0.02, -0.02);
  const w = unwrap(inverseVolatilityWeights({ names: 2, sessions: 4, values }));
  expect(w[0]).toBeCloseTo(2 / 3, 14);
  const flat = { names: 1, sessions: 3, values: Float64Array.of(0.01, 0.01, 0.01) };
  expect(inverseVolatilityWeights(flat)).toMatchObject({ error: { code: "zero-variance" } });
  const short = { names: 1, sessions: 2, values: Float64Array.of(0.01, Number.NaN) };
  expect(inverseVolatilityWeights(short)).toMatchObject({ error: { code: "too-few-observations" } });
});
