import { ok, type Result } from "../contract/result.ts";
import { average, tooFew } from "./returns.ts";

/**
 * Σ|traded value| / 2 ÷ mean NAV, a year: 1 means the whole book is replaced once a year. Values in minor units of one
 * currency; `periods` is the number of returns. Fails with "too-few-observations" below one period.
 */
export function turnover(
  tradedMinor: Float64Array,
  navMinor: Float64Array,
  periods: number,
  periodsPerYear = 252,
): Result<number> {
  if (periods < 1) return tooFew("turnover", 1, periods);
  let traded = 0;
  for (const value of tradedMinor) traded += Math.abs(value);
  return ok((traded / 2 / average(navMinor)) * (periodsPerYear / periods));
}
