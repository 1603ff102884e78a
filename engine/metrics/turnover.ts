import { fail, type Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { average, tooFew } from "./returns.ts";

/**
 * Σ|traded value| / 2 ÷ mean NAV, a year: 1 means the whole book is replaced once a year. Values in minor
 * units of one currency; `periods` is the number of returns. Fails with "too-few-observations" below one
 * period or without a NAV, and with "ruin" when the mean NAV is not positive.
 *
 * @example turnover(Float64Array.of(500, -500), Float64Array.of(1000, 1000), 6, 12) // 1
 */
export function turnover(
  tradedMinor: Float64Array,
  navMinor: Float64Array,
  periods: number,
  periodsPerYear = 252,
): Result<number> {
  if (!(periods >= 1)) return tooFew("turnover", 1, periods);
  const trades = observations("turnover", 0, tradedMinor, { periods, periodsPerYear });
  if (!trades.ok) return trades;
  const levels = observations("turnover", 1, navMinor);
  if (!levels.ok) return levels;
  const mean = average(levels.value);
  if (!(mean > 0)) return fail("ruin", "turnover is undefined when the mean NAV is not positive");
  let traded = 0;
  for (const value of trades.value) traded += Math.abs(value);
  return finite("turnover", (traded / 2 / mean) * (periodsPerYear / periods));
}
