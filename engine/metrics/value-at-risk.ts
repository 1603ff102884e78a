import { ok, type Result } from "../contract/result.ts";
import { percentile } from "./percentile.ts";
import { dropMissing, tooFew } from "./returns.ts";

/**
 * Historical value at risk: the `cutoff` percentile of the returns, by linear interpolation; −0.02 is a loss of 2 %.
 * Missing returns are dropped. Fails with "too-few-observations" when there is none.
 */
export function valueAtRisk(returns: Float64Array, cutoff = 0.05): Result<number> {
  const present = dropMissing(returns);
  return present.length === 0 ? tooFew("value at risk", 1, 0) : ok(percentile(present, cutoff));
}
