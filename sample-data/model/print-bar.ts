import type { Random } from "../random.ts";
import { roundToTick } from "./tick.ts";
import { clampTo, priceBand, type TradingRules } from "./trading-rules.ts";

/** The `flags` of a bar, which add up. */
export const HALTED = 1;
export const NO_TRADES = 2;
export const AT_UPPER_LIMIT = 4;
export const AT_LOWER_LIMIT = 8;

export interface PrintedBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly flags: number;
}

/** A day without trades prints the last close again. */
export const repeatClose = (close: number, flags: number): PrintedBar => ({
  open: close,
  high: close,
  low: close,
  close,
  flags,
});

/**
 * What the market prints of a day's true prices: rounded to ticks and held inside the limits around the base. What a
 * limit holds back, the next days make up for.
 */
export const printBar = (
  trueOpen: number,
  trueClose: number,
  dailyVolatility: number,
  base: number,
  rules: TradingRules,
  random: Random,
): PrintedBar => {
  const band = priceBand(base, rules);
  const print = (price: number) => clampTo(band, roundToTick(price, rules.ticks));
  const open = print(trueOpen);
  const close = print(trueClose);
  const reach = dailyVolatility * 0.9;
  const top = Math.max(open, close);
  const bottom = Math.min(open, close);
  const high = Math.max(top, print(top * (1 + reach * drawReach(random))));
  const low = Math.min(bottom, print(bottom * (1 - Math.min(0.5, reach * drawReach(random)))));
  // A price that cannot move either way is at no limit.
  const isBound = band.highest > band.lowest;
  const flags = !isBound
    ? 0
    : close === band.highest
      ? AT_UPPER_LIMIT
      : close === band.lowest
        ? AT_LOWER_LIMIT
        : 0;
  return { open, high, low, close, flags };
};

/** How far the day strayed beyond open and close: mostly little. */
const drawReach = (random: Random): number => {
  const share = random.uniform();
  return share * share;
};
