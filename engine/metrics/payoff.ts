import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { average, tooFew } from "./returns.ts";

/**
 * The mean gain over the mean loss, mean{x > 0} / |mean{x < 0}|. No unit.
 * `profits`: money per trade, all in one currency (or returns per period); missing ones are dropped.
 * Fails with "too-few-observations" without both a gain and a loss.
 * @source Kaufman (2013), "Trading systems and methods", payoff ratio.
 *
 * @example payoff(Float64Array.of(120, -60, 30)) // 1.25
 */
export function payoff(profits: Float64Array): Result<number> {
  const present = observations("payoff", 1, profits);
  if (!present.ok) return present;
  const gains = present.value.filter((x) => x > 0);
  const losses = present.value.filter((x) => x < 0);
  if (gains.length === 0 || losses.length === 0)
    return tooFew("payoff", 1, 0, gains.length === 0 ? "gains" : "losses");
  return finite("payoff", average(gains) / -average(losses));
}
