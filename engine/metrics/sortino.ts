import type { Result } from "../contract/result.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { finite } from "./observations.ts";
import { average, dropMissing, isRounding, zeroVariance } from "./returns.ts";

/**
 * mean(r − MAR)·A over the annualised downside deviation. `minimumReturn` (MAR) is per period. No unit.
 * Fails with "too-few-observations" below two and "zero-variance" when no return is below MAR.
 * @source Sortino & van der Meer (1991), "Downside risk".
 *
 * @example sortino(Float64Array.of(0.01, -0.02, 0.03), 12, 0.001) // 1.61905
 */
export function sortino(returns: Float64Array, periodsPerYear = 252, minimumReturn = 0): Result<number> {
  const deviation = downsideDeviation(returns, periodsPerYear, minimumReturn);
  if (!deviation.ok) return deviation;
  const present = dropMissing(returns);
  if (isRounding(deviation.value / Math.sqrt(periodsPerYear), present))
    return zeroVariance("the Sortino ratio", "no return is below the minimum");
  const excess = (average(present) - minimumReturn) * periodsPerYear;
  return finite("the Sortino ratio", excess / deviation.value);
}
