import { ArgumentError, requireWithin } from "../argument-error.ts";
import type { DecisionRule } from "../contract/backtest.ts";

const DELAY = /^(\d{1,4})(m|h)$/;

/**
 * Decide a fixed delay after the close of a market: `atClose("XNYS", { delay: "30m" })`.
 * The delay is minutes ("30m") or hours ("2h"), at most a day; 30 minutes when left out.
 */
export function atClose(mic: string, options: { readonly delay?: string } = {}): DecisionRule {
  if (typeof mic !== "string" || mic === "") throw new ArgumentError("atClose needs a market, such as XNYS");
  const written = options.delay ?? "30m";
  const match = DELAY.exec(written);
  if (!match) throw new ArgumentError(`delay must look like "30m" or "2h", was "${written}"`);
  const delayMinutes = Number(match[1]) * (match[2] === "h" ? 60 : 1);
  requireWithin("delay in minutes", delayMinutes, 0, 1_440);
  return Object.freeze({ mic, delayMinutes });
}
