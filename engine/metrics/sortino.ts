import { ok, type Result } from "../contract/result.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { average, dropMissing, isRounding, zeroVariance } from "./returns.ts";

/**
 * mean(r − MAR)·A over the annualised downside deviation. `minimumReturn` is per period. No unit.
 * Fails with "too-few-observations" below two and "zero-variance" when no return is below MAR.
 */
export function sortino(returns: Float64Array, periodsPerYear = 252, minimumReturn = 0): Result<number> {
  const deviation = downsideDeviation(returns, periodsPerYear, minimumReturn);
  if (!deviation.ok) return deviation;
  if (isRounding(deviation.value / Math.sqrt(periodsPerYear), dropMissing(returns)))
    return zeroVariance("the Sortino ratio", "no return is below the minimum");
  return ok(((average(dropMissing(returns)) - minimumReturn) * periodsPerYear) / deviation.value);
}
