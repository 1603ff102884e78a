import { fail, type Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { percentile } from "./percentile.ts";
import { isRounding, zeroVariance } from "./returns.ts";

/**
 * |percentile at 1 − c| / |percentile at c| of the returns, c = 0.05 by default. No unit. Missing returns are
 * dropped. Fails with "too-few-observations" when there is none, "zero-variance" when the low percentile is 0
 * and "bad-argument" unless 0 < c < 0.5.
 *
 * @example tailRatio(Float64Array.of(0.01, -0.02, 0.03)) // 1.64706
 */
export function tailRatio(returns: Float64Array, cutoff = 0.05): Result<number> {
  if (!(cutoff > 0 && cutoff < 0.5))
    return fail("bad-argument", `cutoff must be between 0 and 0.5, was ${cutoff}`);
  const present = observations("tail ratio", 1, returns);
  if (!present.ok) return present;
  const low = percentile(present.value, cutoff);
  if (isRounding(Math.abs(low), present.value))
    return zeroVariance("tail ratio", `the percentile at ${cutoff} is zero`);
  return finite("tail ratio", Math.abs(percentile(present.value, 1 - cutoff)) / Math.abs(low));
}
