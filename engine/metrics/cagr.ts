import type { Result } from "../contract/result.ts";
import { pow } from "../math/pow.ts";
import { finite, growthOf, observations } from "./observations.ts";

/**
 * Compound annual growth: (Π(1 + r))^(A/n) − 1, with n the number of returns. Missing returns are dropped;
 * `countMissing` keeps them in n, a convention of some other libraries.
 * Fails with "too-few-observations" when there is none and "ruin" after a return below −1.
 *
 * @example cagr(Float64Array.of(0.01, -0.02, 0.03), 12) // 0.0802859
 */
export function cagr(returns: Float64Array, periodsPerYear = 252, countMissing = false): Result<number> {
  const present = observations("annual growth", 1, returns, { periodsPerYear });
  if (!present.ok) return present;
  const growth = growthOf("annual growth", present.value);
  if (!growth.ok) return growth;
  const n = countMissing ? returns.length : present.value.length;
  return finite("annual growth", pow(growth.value, periodsPerYear / n) - 1);
}
