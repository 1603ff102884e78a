import { ok, type Result } from "../contract/result.ts";
import { pow } from "../math/pow.ts";
import { beta } from "./beta.ts";
import { average, pairComplete } from "./returns.ts";

/**
 * (1 + mean(r − rf − β(b − rf)))^A − 1, with beta over the same times and rf per period. 0.03 is 3 % a year.
 * Fails as `beta` does. @source Jensen (1968), "The performance of mutual funds", compounded over A periods.
 */
export function alpha(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
  riskFree = 0,
): Result<number> {
  const slope = beta(returns, benchmark);
  if (!slope.ok) return slope;
  const { a, b } = pairComplete(returns, benchmark);
  const residual = a.map((r, t) => r - riskFree - slope.value * (b[t]! - riskFree));
  return ok(pow(1 + average(residual), periodsPerYear) - 1);
}
