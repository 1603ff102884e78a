import fc from "fast-check";
import { expect, test } from "vitest";
import { erfScaled, expScaled, logScaled, ONE, toScaled, ulpError } from "../testing/high-precision.ts";
import { cbrt, deterministicMath, log2, log10 } from "./deterministic-math.ts";
import { erf, erfc } from "./erf.ts";
import { exp } from "./exp.ts";
import { log } from "./log.ts";
import { normalCdf } from "./normal-cdf.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { pow } from "./pow.ts";

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const runs = { numRuns: 300, seed: 1 };
// Ratios of whole numbers spread over the range better than doubles drawn by their bits.
const evenly = (min: number, max: number) =>
  fc.integer({ min: 0, max: 1_000_003 }).map((k) => min + ((max - min) * k) / 1_000_003);

test("exp is within 0.51 ULP of the value computed with 400 bits", () => {
  fc.assert(
    fc.property(evenly(-150, 150), (x) => {
      expect(ulpError(exp(x), expScaled(toScaled(x)))).toBeLessThan(0.51);
    }),
    runs,
  );
});

test("log is within 0.51 ULP, also close to 1", () => {
  fc.assert(
    fc.property(fc.oneof(evenly(1e-6, 4), evenly(0.999, 1.001), evenly(1, 1e9)), (x) => {
      fc.pre(x !== 1);
      expect(ulpError(log(x), logScaled(toScaled(x), log(x)))).toBeLessThan(0.51);
    }),
    runs,
  );
});

test("pow is within 0.52 ULP", () => {
  fc.assert(
    fc.property(evenly(0.01, 50), evenly(-20, 20), (x, y) => {
      const exact = (toScaled(y) * logScaled(toScaled(x), log(x))) / ONE;
      expect(ulpError(pow(x, y), expScaled(exact))).toBeLessThan(0.515);
    }),
    runs,
  );
});

test("erf is within 2 ULP and erfc within 3, also where erfc is tiny", () => {
  fc.assert(
    fc.property(evenly(0.001, 9), (x) => {
      const exact = erfScaled(toScaled(x));
      expect(ulpError(erf(x), exact)).toBeLessThan(2);
      expect(ulpError(erfc(x), ONE - exact)).toBeLessThan(3);
    }),
    runs,
  );
});

test("the normal quantile inverts the normal distribution within a few ULP, far into the tail", () => {
  fc.assert(
    fc.property(within(1e-300, 0.5), (p) => {
      // An error e in x = Φ⁻¹(p) moves p by about e·x·p in the tail.
      const x = normalQuantile(p);
      expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-15 * (4 + 4 * x * x));
    }),
    runs,
  );
});

test("exp, log and the normal distribution never decrease", () => {
  const next = (x: number) => x + Math.abs(x) * 2.220446049250313e-16;
  fc.assert(
    fc.property(within(1e-3, 700), (x) => {
      expect(exp(next(x))).toBeGreaterThanOrEqual(exp(x));
      expect(log(next(x))).toBeGreaterThanOrEqual(log(x));
      expect(normalCdf(next(x) / 100)).toBeGreaterThanOrEqual(normalCdf(x / 100) * (1 - 1e-15));
    }),
    runs,
  );
});

test.each([
  ["exp(0)", exp(0), 1],
  ["exp(710)", exp(710), Number.POSITIVE_INFINITY],
  ["exp(-746)", exp(-746), 0],
  ["exp(NaN)", exp(Number.NaN), Number.NaN],
  ["log(1)", log(1), 0],
  ["log(0)", log(0), Number.NEGATIVE_INFINITY],
  ["log(-1)", log(-1), Number.NaN],
  ["log2(1024)", log2(1024), 10],
  ["log10(1e-7)", log10(1e-7), -7],
  ["cbrt(-27)", cbrt(-27), -3],
  ["pow(2, 0.5) of a square", pow(pow(2, 0.5), 2), 2.0000000000000004],
  ["pow(10, 308)", pow(10, 308), 1e308],
  ["pow(-2, 3)", pow(-2, 3), -8],
  ["pow(-8, 1/3)", pow(-8, 1 / 3), Number.NaN],
  ["pow(1, Infinity)", pow(1, Number.POSITIVE_INFINITY), Number.NaN],
  ["pow(NaN, 0)", pow(Number.NaN, 0), 1],
  ["pow(-0, -3)", pow(-0, -3), Number.NEGATIVE_INFINITY],
  ["pow(0.5, 1e300)", pow(0.5, 1e300), 0],
  ["sin(1e22)", deterministicMath.sin!(1e22), -0.8522008497671888],
  ["cos(1e22)", deterministicMath.cos!(1e22), 0.5232147853951389],
  ["atan2(-0, -1)", deterministicMath.atan2!(-0, -1), -Math.PI],
  ["hypot(3e200, 4e200)", deterministicMath.hypot!(3e200, 4e200), 5e200],
  ["normalQuantile(0.975)", normalQuantile(0.975), 1.959963984540054],
  ["normalQuantile(0.5)", normalQuantile(0.5), 0],
])("%s has its known value", (_, actual, expected) => {
  if (Number.isFinite(expected) && expected !== 0)
    expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-15);
  else expect(actual).toBe(expected);
});

test("sin² + cos² is 1, and the inverse functions invert", () => {
  const m = deterministicMath;
  fc.assert(
    fc.property(evenly(-1e6, 1e6), evenly(-0.99, 0.99), (x, y) => {
      expect(Math.abs(m.sin!(x) * m.sin!(x) + m.cos!(x) * m.cos!(x) - 1)).toBeLessThan(4e-16);
      expect(Math.abs(m.sin!(m.asin!(y)) - y)).toBeLessThan(4e-16);
      expect(Math.abs(m.tanh!(m.atanh!(y)) - y)).toBeLessThan(6e-16);
      expect(Math.abs(m.expm1!(m.log1p!(y)) - y)).toBeLessThan(6e-16);
    }),
    runs,
  );
});
