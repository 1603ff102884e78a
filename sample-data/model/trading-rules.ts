import { dayOf } from "../calendars/day.ts";
import type { Market } from "../markets.ts";
import { ceilToTick, floorToTick, type TickRule } from "./tick.ts";

/** What a market's rules allow on one day. */
export interface TradingRules {
  readonly ticks: TickRule;
  /** Share of the base price that a price may move either way; Infinity without a limit. */
  readonly limit: number;
}

/** The rules in force on a day, as a function made once for each market. */
export const tradingRulesOf = (market: Market): ((day: number) => TradingRules) => {
  const dated = <Entry extends { readonly from: string }>(entries: readonly Entry[]) =>
    entries.map((entry) => ({ ...entry, from: dayOf(entry.from) }));
  const ticks = dated(market.ticks);
  const limits = dated(market.priceLimits);
  return (day) => ({
    ticks: ticks.findLast(({ from }) => from <= day)!.rule,
    limit: limits.findLast(({ from }) => from <= day)?.share ?? Infinity,
  });
};

export interface PriceBand {
  readonly lowest: number;
  readonly highest: number;
}

/** The prices allowed around a base: the last close, adjusted for a split or spin-off of the day. */
export const priceBand = (base: number, { ticks, limit }: TradingRules): PriceBand =>
  limit === Infinity
    ? { lowest: 0, highest: Infinity }
    : {
        lowest: ceilToTick(base * (1 - limit), ticks),
        highest: Math.max(floorToTick(base * (1 + limit), ticks), floorToTick(base, ticks)),
      };

export const clampTo = ({ lowest, highest }: PriceBand, price: number): number =>
  Math.min(highest, Math.max(lowest, price));
