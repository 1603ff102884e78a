import { fail, type Result } from "../contract/result.ts";

/** Simple returns x(t)/x(t−1) − 1 of a series of levels, one fewer than the levels; 0.01 is 1 %. */
export function simpleReturns(levels: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, levels.length - 1));
  for (let t = 0; t < returns.length; t++) returns[t] = levels[t + 1]! / levels[t]! - 1;
  return returns;
}

/** The values that are not missing. */
export function dropMissing(values: Float64Array): Float64Array {
  return values.filter((x) => !Number.isNaN(x));
}

/** Both series at the times when neither is missing. They must have the same length. */
export function pairComplete(a: Float64Array, b: Float64Array): { a: Float64Array; b: Float64Array } {
  const isComplete = (_: number, t: number) => !Number.isNaN(a[t]) && !Number.isNaN(b[t]);
  return { a: a.filter(isComplete), b: b.filter(isComplete) };
}

/** Σx / n in index order; NaN for none. */
export function average(values: Float64Array): number {
  let sum = 0;
  for (const x of values) sum += x;
  return values.length === 0 ? Number.NaN : sum / values.length;
}

/** Σ (a − mean a)(b − mean b), the sum of co-moments, in index order. */
export function coMoment(a: Float64Array, b: Float64Array): number {
  const meanA = average(a);
  const meanB = average(b);
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += (a[t]! - meanA) * (b[t]! - meanB);
  return sum;
}

/** The sample standard deviation, divisor n − 1. A spread of rounding errors alone counts as none. */
export function sampleDeviation(values: Float64Array): number {
  if (values.every((x) => x === values[0])) return 0;
  return Math.sqrt(coMoment(values, values) / (values.length - 1));
}

/** The failure of a statistic that needs more observations than it has. */
export function tooFew(statistic: string, needed: number, had: number): Result<never> {
  return fail("too-few-observations", `${statistic} needs at least ${needed} observations, had ${had}`, {
    needed,
    had,
  });
}

/** The failure of a statistic that divides by a spread that is zero. */
export function zeroVariance(statistic: string, what: string): Result<never> {
  return fail("zero-variance", `${statistic} is undefined because ${what}`);
}
