import { ok, type Result } from "../contract/result.ts";
import { percentile } from "./percentile.ts";
import { dropMissing, isRounding, tooFew, zeroVariance } from "./returns.ts";

/**
 * |95th percentile| / |5th percentile| of the returns. No unit. Missing returns are dropped.
 * Fails with "too-few-observations" when there is none and "zero-variance" when the 5th percentile is 0.
 */
export function tailRatio(returns: Float64Array): Result<number> {
  const present = dropMissing(returns);
  if (present.length === 0) return tooFew("tail ratio", 1, 0);
  const low = percentile(present, 0.05);
  if (isRounding(Math.abs(low), present)) return zeroVariance("tail ratio", "the 5th percentile is zero");
  return ok(Math.abs(percentile(present, 0.95)) / Math.abs(low));
}
