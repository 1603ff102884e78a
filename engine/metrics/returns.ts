import { ArgumentError } from "../argument-error.ts";
import { fail, type Result } from "../contract/result.ts";

/**
 * Simple returns x(t)/x(t−1) − 1 of a series of levels, one fewer than the levels; 0.01 is 1 %.
 * A return next to a missing level is missing. A level of 0 or below has no return after it: an
 * ArgumentError.
 *
 * @example simpleReturns(Float64Array.of(100, 110, 99)) // [0.1, -0.1]
 */
export function simpleReturns(levels: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, levels.length - 1));
  for (let t = 0; t < returns.length; t++) {
    if (levels[t]! <= 0)
      throw new ArgumentError(`a return needs a level above 0 to start from, level ${t} was ${levels[t]}`);
    returns[t] = levels[t + 1]! / levels[t]! - 1;
  }
  return returns;
}

/** The values that are not missing: the same array when none is, so never to be written to. */
export function dropMissing(values: Float64Array): Float64Array {
  let kept = 0;
  while (kept < values.length && !Number.isNaN(values[kept])) kept++;
  if (kept === values.length) return values;
  const present = values.slice();
  for (let t = kept + 1; t < values.length; t++) if (!Number.isNaN(values[t])) present[kept++] = values[t]!;
  return present.subarray(0, kept);
}

/**
 * Both series at the times when neither is missing: the same arrays when that is always so, so never to be written to.
 * They must have the same length.
 */
export function pairComplete(a: Float64Array, b: Float64Array): { a: Float64Array; b: Float64Array } {
  let kept = 0;
  while (kept < a.length && !Number.isNaN(a[kept]) && !Number.isNaN(b[kept])) kept++;
  if (kept === a.length) return { a, b };
  const both = { a: a.slice(), b: b.slice() };
  for (let t = kept + 1; t < a.length; t++)
    if (!Number.isNaN(a[t]) && !Number.isNaN(b[t])) {
      both.a[kept] = a[t]!;
      both.b[kept++] = b[t]!;
    }
  return { a: both.a.subarray(0, kept), b: both.b.subarray(0, kept) };
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

/**
 * The sample standard deviation, divisor n − 1; 0 when it is no more than rounding. `inputs` are the series
 * from whose difference the values come.
 */
export function sampleDeviation(values: Float64Array, ...inputs: readonly Float64Array[]): number {
  const deviation = Math.sqrt(coMoment(values, values) / (values.length - 1));
  return isRounding(deviation, values, ...inputs) ? 0 : deviation;
}

/** 1.1e-13: hundreds of roundings of a double near 1, far below any spread that means something. */
const ROUNDING = 2 ** -43;

/**
 * Whether a spread is of the size of the rounding in its inputs. A return is a ratio of levels less 1, so it
 * carries the rounding of numbers near 1 however small it is itself; larger inputs carry more.
 */
export function isRounding(spread: number, ...inputs: readonly Float64Array[]): boolean {
  let largest = 0;
  for (const input of inputs) for (const x of input) if (Math.abs(x) > largest) largest = Math.abs(x);
  return isRoundingOf(spread, largest);
}

/** The same for inputs whose largest size is known. */
export function isRoundingOf(spread: number, largest: number): boolean {
  return spread <= ROUNDING * Math.max(1, largest);
}

/** The failure of a statistic that needs more observations than it has. */
export function tooFew(statistic: string, needed: number, had: number, what = "observations"): Result<never> {
  const message = `${statistic} needs at least ${needed} ${what}, had ${had}`;
  return fail("too-few-observations", message, { needed, had });
}

/** The failure of a statistic that divides by a spread that is zero. */
export function zeroVariance(statistic: string, what: string): Result<never> {
  return fail("zero-variance", `${statistic} is undefined because ${what}`);
}
