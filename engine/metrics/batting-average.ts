import { ok, type Result } from "../contract/result.ts";
import { pairedObservations } from "./observations.ts";

/**
 * The share of periods in which the return was above the benchmark's, 0 to 1; times with either missing are
 * dropped.
 * `returns` and `benchmark`: simple returns of the same periods.
 * Fails with "too-few-observations" when there is none and "bad-argument" for unequal lengths.
 * @source Bacon (2008), "Practical portfolio performance measurement and attribution".
 *
 * @example battingAverage(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0)) // 0.333333
 */
export function battingAverage(returns: Float64Array, benchmark: Float64Array): Result<number> {
  const paired = pairedObservations("batting average", 1, returns, benchmark);
  if (!paired.ok) return paired;
  const { a, b } = paired.value;
  return ok(a.filter((r, t) => r > b[t]!).length / a.length);
}
