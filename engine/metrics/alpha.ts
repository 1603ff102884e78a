import { fail, type Result } from "../contract/result.ts";
import { pow } from "../math/pow.ts";
import { beta } from "./beta.ts";
import { finite, pairedObservations } from "./observations.ts";
import { average } from "./returns.ts";

/**
 * (1 + mean(r − rf − β(b − rf)))^A − 1, with beta over the same times and rf per period. 0.03 is 3 % a year.
 * `returns` and `benchmark`: simple returns of the same periods; times with either missing are dropped.
 * Fails as `beta` does, and with "ruin" when the mean is below −1.
 * @source Jensen (1968), "The performance of mutual funds", compounded over A periods.
 *
 * @example alpha(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0), 12) // 0.0526583
 */
export function alpha(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
  riskFree = 0,
): Result<number> {
  const slope = beta(returns, benchmark);
  if (!slope.ok) return slope;
  const paired = pairedObservations("alpha", 2, returns, benchmark, { periodsPerYear, riskFree });
  if (!paired.ok) return paired;
  const { a, b } = paired.value;
  const mean = average(a.map((r, t) => r - riskFree - slope.value * (b[t]! - riskFree)));
  if (mean < -1) return fail("ruin", "alpha loses more than everything in a period");
  return finite("alpha", pow(1 + mean, periodsPerYear) - 1);
}
