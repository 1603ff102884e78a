import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { zeroVariance } from "./returns.ts";

/**
 * Gross profit over gross loss in money, Σ max(x, 0) / Σ max(−x, 0). No unit; 0 when nothing was gained.
 * `profits`: money per trade, all in one currency and never in percent; missing ones are dropped.
 * Fails with "too-few-observations" when there is none and "zero-variance" when nothing was lost.
 * @source Kaufman (2013), "Trading systems and methods", profit factor.
 *
 * @example profitFactor(Float64Array.of(120, -60, 30)) // 2.5
 */
export function profitFactor(profits: Float64Array): Result<number> {
  const present = observations("profit factor", 1, profits);
  if (!present.ok) return present;
  let gained = 0;
  let lost = 0;
  for (const x of present.value) {
    gained += Math.max(x, 0);
    lost += Math.max(-x, 0);
  }
  return lost === 0
    ? zeroVariance("profit factor", "nothing was lost")
    : finite("profit factor", gained / lost);
}
