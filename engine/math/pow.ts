import { productError } from "./double-double.ts";
import { expOfSum } from "./exp.ts";
import { lastLogLow, logHigh } from "./log.ts";

/** Above this |y| the power of any x ≠ ±1 overflows or vanishes. */
const HUGE_EXPONENT = 3.6893488147419103e19;

/**
 * x^y from exact IEEE operations only, with the special cases of ECMAScript's `**`.
 * Within 0.52 ULP of the true value where the result is normal: e raised to y·ln x, both in double-double.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1) return x;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const isInfiniteExponent = y === Number.POSITIVE_INFINITY || y === Number.NEGATIVE_INFINITY;
  const size = x < 0 ? -x : x;
  if (size === 1 && isInfiniteExponent) return Number.NaN;
  const isOdd = isOddInteger(y);
  const isNegative = (x < 0 || Object.is(x, -0)) && isOdd;
  const vanishes = size < 1 === y > 0;
  if (size === 0 || size === Number.POSITIVE_INFINITY || isInfiniteExponent)
    return withSign(vanishes ? 0 : Number.POSITIVE_INFINITY, isNegative);
  if (x < 0 && !Number.isInteger(y)) return Number.NaN;
  if (size === 1) return withSign(1, isNegative);
  if (y > HUGE_EXPONENT || y < -HUGE_EXPONENT) return vanishes ? 0 : Number.POSITIVE_INFINITY;
  const high = logHigh(size);
  const low = lastLogLow();
  const product = y * high;
  if (product > 710) return withSign(Number.POSITIVE_INFINITY, isNegative);
  if (product < -746) return withSign(0, isNegative);
  return withSign(expOfSum(product, productError(y, high, product) + y * low), isNegative);
}

const withSign = (value: number, isNegative: boolean) => (isNegative ? -value : value);

/** Doubles at or above 2^53 are even. */
function isOddInteger(y: number): boolean {
  const size = y < 0 ? -y : y;
  return Number.isInteger(y) && size < 9_007_199_254_740_992 && size % 2 === 1;
}
