import { fail, ok, type Result } from "../contract/result.ts";
import { observations } from "./observations.ts";
import { percentile } from "./percentile.ts";

/**
 * Historical value at risk: the `cutoff` percentile of the returns, by linear interpolation; −0.02 is a loss
 * of 2 %. Missing returns are dropped. Fails with "too-few-observations" when there is none and
 * "bad-argument" unless 0 ≤ cutoff ≤ 1.
 *
 * @example valueAtRisk(Float64Array.of(0.01, -0.02, 0.03), 0.1) // -0.014
 */
export function valueAtRisk(returns: Float64Array, cutoff = 0.05): Result<number> {
  if (!(cutoff >= 0 && cutoff <= 1)) return fail("bad-argument", `cutoff must be from 0 to 1, was ${cutoff}`);
  const present = observations("value at risk", 1, returns);
  return present.ok ? ok(percentile(present.value, cutoff)) : present;
}
