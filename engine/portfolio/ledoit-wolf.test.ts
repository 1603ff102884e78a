import fc from "fast-check";
import { expect, test } from "vitest";
import { createReturns } from "../testing/return-matrix.ts";
import { unwrap } from "../testing/strategies.ts";
import { everyName, factorRows } from "./cholesky.ts";
import { type ReturnMatrix, sampleCovariance } from "./covariance.ts";
import { shrinkToConstantCorrelation, shrinkToIdentity } from "./ledoit-wolf.ts";

type Matrix = number[][];

const rowsOf = ({ names, sessions, values }: ReturnMatrix): Matrix =>
  Array.from({ length: sessions }, (_, t) =>
    Array.from({ length: names }, (_, i) => values[i * sessions + t]!),
  );
const transpose = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => transpose(b).map((column) => row.reduce((s, x, k) => s + x * column[k]!, 0)));
const each = (a: Matrix, f: (x: number, i: number, j: number) => number): Matrix =>
  a.map((row, i) => row.map((x, j) => f(x, i, j)));
const total = (a: Matrix) => a.flat().reduce((s, x) => s + x, 0);

function demeaned(returns: ReturnMatrix): Matrix {
  const rows = rowsOf(returns);
  const means = transpose(rows).map((column) => column.reduce((s, x) => s + x, 0) / rows.length);
  return each(rows, (x, _, j) => x - means[j]!);
}

/** The published program's matrix form: moments of squares instead of squares of differences. */
function constantCorrelationByMatrices(returns: ReturnMatrix) {
  const x = demeaned(returns);
  const t = x.length;
  const n = x[0]!.length;
  const s = each(times(transpose(x), x), (v) => v / t);
  const sd = s.map((row, i) => Math.sqrt(row[i]!));
  const rBar = (total(each(s, (v, i, j) => v / (sd[i]! * sd[j]!))) - n) / (n * (n - 1));
  const prior = each(s, (v, i, j) => (i === j ? v : rBar * sd[i]! * sd[j]!));
  const squares = each(x, (v) => v * v);
  const pi = each(times(transpose(squares), squares), (v, i, j) => v / t - s[i]![j]! * s[i]![j]!);
  const cubes = each(x, (v) => v * v * v);
  const theta = each(times(transpose(cubes), x), (v, i, j) => v / t - s[i]![i]! * s[i]![j]!);
  const rho =
    pi.reduce((sum, row, i) => sum + row[i]!, 0) +
    rBar * total(each(theta, (v, i, j) => (i === j ? 0 : (sd[j]! / sd[i]!) * v)));
  const gamma = total(each(s, (v, i, j) => (v - prior[i]![j]!) ** 2));
  const intensity = Math.max(0, Math.min(1, (total(pi) - rho) / gamma / t));
  return { intensity, covariance: each(s, (v, i, j) => intensity * prior[i]![j]! + (1 - intensity) * v) };
}

/** The definition: a sum over sessions of squared distances between matrices. */
function identityByDistances(returns: ReturnMatrix) {
  const x = demeaned(returns);
  const t = x.length;
  const n = x[0]!.length;
  const s = each(times(transpose(x), x), (v) => v / t);
  const m = s.reduce((sum, row, i) => sum + row[i]!, 0) / n;
  const target = each(s, (_, i, j) => (i === j ? m : 0));
  const norm = (a: Matrix) => total(each(a, (v) => v * v)) / n;
  const d2 = norm(each(s, (v, i, j) => v - target[i]![j]!));
  const b2 = Math.min(
    d2,
    x.reduce((sum, row) => sum + norm(each(s, (v, i, j) => row[i]! * row[j]! - v)), 0) / (t * t),
  );
  return {
    intensity: b2 / d2,
    covariance: each(s, (v, i, j) => (b2 / d2) * target[i]![j]! + (1 - b2 / d2) * v),
  };
}

const shape = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  names: fc.integer({ min: 3, max: 8 }),
  sessions: fc.integer({ min: 5, max: 60 }),
});

test("shrinkage towards constant correlation is that of an independent matrix computation", () => {
  fc.assert(
    fc.property(shape, ({ seed, names, sessions }) => {
      const returns = createReturns(seed, names, sessions);
      const { covariance, intensity } = unwrap(shrinkToConstantCorrelation(returns));
      const expected = constantCorrelationByMatrices(returns);
      expect(Math.abs(intensity - expected.intensity)).toBeLessThan(1e-8);
      expected.covariance.flat().forEach((v, k) => {
        expect(Math.abs(covariance.values[k]! - v)).toBeLessThan(1e-11);
      });
    }),
    { numRuns: 300, seed: 32 },
  );
});

test("shrinkage towards the identity is that of the definition, computed independently", () => {
  fc.assert(
    fc.property(shape, ({ seed, names, sessions }) => {
      const returns = createReturns(seed, names, sessions);
      const { covariance, intensity } = unwrap(shrinkToIdentity(returns));
      const expected = identityByDistances(returns);
      expect(Math.abs(intensity - expected.intensity)).toBeLessThan(1e-9);
      expected.covariance.flat().forEach((v, k) => {
        expect(Math.abs(covariance.values[k]! - v)).toBeLessThan(1e-11);
      });
    }),
    { numRuns: 300, seed: 33 },
  );
});

test("a shrunk covariance of more names than sessions is positive definite where the sample is singular", () => {
  const returns = createReturns(7, 30, 12);
  const isDefinite = (covariance: Parameters<typeof factorRows>[0]) =>
    factorRows(covariance, everyName(30), 30, 0, new Float64Array(900));
  expect(isDefinite(unwrap(sampleCovariance(returns)))).toBe(false);
  expect(isDefinite(unwrap(shrinkToIdentity(returns)).covariance)).toBe(true);
  expect(isDefinite(unwrap(shrinkToConstantCorrelation(returns)).covariance)).toBe(true);
});

test("two names have one correlation, so nothing is shrunk towards a constant one", () => {
  const returns = createReturns(9, 2, 40);
  const { covariance, intensity } = unwrap(shrinkToConstantCorrelation(returns));
  expect(intensity).toBe(0);
  const sample = unwrap(sampleCovariance(returns));
  covariance.values.forEach((v, k) => {
    expect((v * 40) / 39 / sample.values[k]!).toBeCloseTo(1, 13);
  });
});

test("the sample covariance is the textbook one, and a gap keeps the variance of the returns that are there", () => {
  const whole = { names: 2, sessions: 4, values: Float64Array.of(1, 2, 3, 4, 2, 1, 4, 3) };
  // Means 2.5 and 2.5: variances 5/3 each, covariance (1.5·0.5 + 0.5·1.5 + 0.5·1.5 + 1.5·0.5)/3 = 1.
  expect(Array.from(unwrap(sampleCovariance(whole)).values)).toEqual([5 / 3, 1, 1, 5 / 3]);
  const gap = { names: 1, sessions: 4, values: Float64Array.of(1, Number.NaN, 3, 5) };
  expect(unwrap(sampleCovariance(gap)).values[0]).toBeCloseTo(4, 14);
});

test("with gaps every estimate is still positive semidefinite: no portfolio has a negative variance", () => {
  fc.assert(
    fc.property(shape, fc.integer(), ({ seed, names, sessions }, direction) => {
      const returns = createReturns(seed, names, sessions, 0.4);
      const random = createReturns(direction & 0xfffff, 1, names).values;
      for (const { values } of [
        unwrap(sampleCovariance(returns)),
        unwrap(shrinkToConstantCorrelation(returns)).covariance,
        unwrap(shrinkToIdentity(returns)).covariance,
      ]) {
        let variance = 0;
        for (let i = 0; i < names; i++)
          for (let j = 0; j < names; j++) variance += random[i]! * random[j]! * values[i * names + j]!;
        expect(variance).toBeGreaterThan(-1e-18);
      }
    }),
    { numRuns: 300, seed: 34 },
  );
});

test("too few returns, infinite returns and a wrong shape are named errors", () => {
  const few = { names: 2, sessions: 2, values: Float64Array.of(0.1, 0.2, 0.1, Number.NaN) };
  for (const estimate of [sampleCovariance, shrinkToConstantCorrelation, shrinkToIdentity]) {
    expect(estimate(few)).toMatchObject({
      ok: false,
      error: { code: "too-few-observations", details: { name: 1 } },
    });
    expect(() =>
      estimate({ names: 1, sessions: 2, values: Float64Array.of(1, Number.POSITIVE_INFINITY) }),
    ).toThrow("returns must be finite or missing, one was Infinity");
    expect(() => estimate({ names: 2, sessions: 2, values: Float64Array.of(1) })).toThrow(
      "returns must be names × sessions = 4, were 1",
    );
  }
});
