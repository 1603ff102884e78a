import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";

/**
 * √(Σ min(r − MAR, 0)² / n)·√A with n all observations. `minimumReturn` (MAR) is per period.
 * Missing returns are dropped. Fails with "too-few-observations" below two.
 * @source Sortino & van der Meer (1991), "Downside risk".
 *
 * @example downsideDeviation(Float64Array.of(0.01, -0.02, 0.03), 12) // 0.04
 */
export function downsideDeviation(
  returns: Float64Array,
  periodsPerYear = 252,
  minimumReturn = 0,
): Result<number> {
  const present = observations("downside deviation", 2, returns, { periodsPerYear, minimumReturn });
  if (!present.ok) return present;
  let squares = 0;
  for (const r of present.value) {
    const shortfall = Math.min(r - minimumReturn, 0);
    squares += shortfall * shortfall;
  }
  return finite("downside deviation", Math.sqrt(squares / present.value.length) * Math.sqrt(periodsPerYear));
}
