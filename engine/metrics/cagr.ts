import { ok, type Result } from "../contract/result.ts";
import { pow } from "../math/pow.ts";
import { dropMissing, tooFew } from "./returns.ts";

/**
 * Compound annual growth: (Π(1 + r))^(A/n) − 1, with n the number of returns. Missing returns are dropped;
 * `countMissing` keeps them in n, a convention of some other libraries.
 * Fails with "too-few-observations" when there is none.
 */
export function cagr(returns: Float64Array, periodsPerYear = 252, countMissing = false): Result<number> {
  const present = dropMissing(returns);
  if (present.length === 0) return tooFew("annual growth", 1, 0);
  let growth = 1;
  for (const r of present) growth *= 1 + r;
  return ok(pow(growth, periodsPerYear / (countMissing ? returns.length : present.length)) - 1);
}
