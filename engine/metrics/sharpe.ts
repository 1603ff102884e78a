import { ok, type Result } from "../contract/result.ts";
import { average, dropMissing, sampleDeviation, tooFew, zeroVariance } from "./returns.ts";

const NONE = new Float64Array(0);

/**
 * mean(r − rf)/s·√A, s the sample standard deviation of r − rf. `riskFree` is per period: one number, or one per
 * return. Missing returns are dropped. No unit.
 * Fails with "too-few-observations" below two and "zero-variance" when the excess return never varies.
 * @source Sharpe (1994), "The Sharpe ratio".
 */
export function sharpe(
  returns: Float64Array,
  periodsPerYear = 252,
  riskFree: number | Float64Array = 0,
): Result<number> {
  const excess = dropMissing(
    returns.map((r, t) => r - (typeof riskFree === "number" ? riskFree : riskFree[t]!)),
  );
  if (excess.length < 2) return tooFew("the Sharpe ratio", 2, excess.length);
  const deviation = sampleDeviation(excess, returns, typeof riskFree === "number" ? NONE : riskFree);
  if (deviation === 0) return zeroVariance("the Sharpe ratio", "returns do not vary");
  return ok((average(excess) / deviation) * Math.sqrt(periodsPerYear));
}
