import { ok, type Result } from "../contract/result.ts";
import { dropMissing, tooFew } from "./returns.ts";

/**
 * √(Σ min(r − MAR, 0)² / n)·√A with n all observations. `minimumReturn` (MAR) is per period.
 * Missing returns are dropped. Fails with "too-few-observations" below two.
 * @source Sortino & van der Meer (1991), "Downside risk".
 */
export function downsideDeviation(
  returns: Float64Array,
  periodsPerYear = 252,
  minimumReturn = 0,
): Result<number> {
  const present = dropMissing(returns);
  if (present.length < 2) return tooFew("downside deviation", 2, present.length);
  let squares = 0;
  for (const r of present) {
    const shortfall = Math.min(r - minimumReturn, 0);
    squares += shortfall * shortfall;
  }
  return ok(Math.sqrt(squares / present.length) * Math.sqrt(periodsPerYear));
}
