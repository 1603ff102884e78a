import { ONE_OVER_LN2, ONE_OVER_LN10 } from "./constants.ts";
import { multiplyDouble } from "./double-double.ts";
import { exp } from "./exp.ts";
import { acosh, asinh, atanh, cosh, expm1, log1p, sinh, tanh } from "./hyperbolic.ts";
import { lastLogLow, log, logHigh } from "./log.ts";
import { pow } from "./pow.ts";
import { scaleByPowerOfTwo } from "./powers-of-two.ts";
import { acos, asin, atan, atan2, cos, sin, tan } from "./trigonometry.ts";

/** The logarithm to base 2; exact for powers of two, elsewhere within 0.51 ULP. */
export function log2(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return log(x);
  return multiplyDouble([logHigh(x), lastLogLow()], ONE_OVER_LN2)[0];
}

/** The logarithm to base 10; exact for powers of ten, elsewhere within 0.51 ULP. */
export function log10(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return log(x);
  return multiplyDouble([logHigh(x), lastLogLow()], ONE_OVER_LN10)[0];
}

/** The cube root; within 1 ULP: a power, then one Newton step. */
export function cbrt(x: number): number {
  if (x === 0 || x - x !== 0) return x;
  if (x < 0) return -cbrt(-x);
  if (x < 1e-290) return cbrt(x * scaleByPowerOfTwo(1, 108)) * scaleByPowerOfTwo(1, -36);
  const y = pow(x, 1 / 3);
  return y - (y - x / (y * y)) / 3;
}

/** √(Σ xᵢ²), scaled so that squares neither overflow nor vanish; within 2 ULP. */
export function hypot(...values: number[]): number {
  let largest = 0;
  let isMissing = false;
  for (const value of values) {
    const size = value < 0 ? -value : value;
    if (size === Number.POSITIVE_INFINITY) return size;
    if (Number.isNaN(size)) isMissing = true;
    if (size > largest) largest = size;
  }
  if (isMissing) return Number.NaN;
  if (largest === 0) return 0;
  let sum = 0;
  for (const value of values) sum += (value / largest) * (value / largest);
  return largest * Math.sqrt(sum);
}

/**
 * Functions with the names and special cases of `Math`, from exact IEEE operations only, to replace those whose
 * bits differ between JavaScript engines. exp, log, pow, log2, log10 are within 0.52 ULP; the others within a few.
 * `sqrt` is exact everywhere and is here for completeness.
 */
export const deterministicMath: Readonly<Record<string, (...a: number[]) => number>> = Object.freeze({
  exp: unary(exp),
  expm1: unary(expm1),
  log: unary(log),
  log1p: unary(log1p),
  log2: unary(log2),
  log10: unary(log10),
  pow: binary(pow),
  sqrt: unary((x) => Math.sqrt(x)),
  cbrt: unary(cbrt),
  hypot: (...a: number[]) => hypot(...a.map(Number)),
  sin: unary(sin),
  cos: unary(cos),
  tan: unary(tan),
  asin: unary(asin),
  acos: unary(acos),
  atan: unary(atan),
  atan2: binary(atan2),
  sinh: unary(sinh),
  cosh: unary(cosh),
  tanh: unary(tanh),
  asinh: unary(asinh),
  acosh: unary(acosh),
  atanh: unary(atanh),
});

/** Like the built-in functions, these take whatever a cell passes: a missing argument is NaN. */
function unary(f: (x: number) => number): (...a: number[]) => number {
  return (...a) => f(Number(a[0]));
}

function binary(f: (x: number, y: number) => number): (...a: number[]) => number {
  return (...a) => f(Number(a[0]), Number(a[1]));
}
