import type { Random } from "../random.ts";
import { roundToTick, type TickRule } from "./tick.ts";

/** The day that its minutes must add up to. */
export interface DayBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly turnover: number;
}

export interface MinuteBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly turnover: Float64Array;
}

/**
 * A day's minutes: the first opens at the day's open, the last closes at its close, the highest and the lowest price
 * are reached and not passed, volume and turnover add up. Null when the day has less than a lot for each minute.
 */
export const drawMinutes = (
  day: DayBar,
  minutes: number,
  ticks: TickRule,
  lot: number,
  random: Random,
): MinuteBars | null => {
  if (day.volume < minutes * lot || minutes < 4) return null;
  const close = drawCloses(day, minutes, ticks, random);
  const open = close.map((_, minute) => (minute === 0 ? day.open : close[minute - 1]!));
  const volume = drawVolumes(day.volume, minutes, lot, random);
  return {
    open,
    high: close.map((price, minute) => Math.max(price, open[minute]!)),
    low: close.map((price, minute) => Math.min(price, open[minute]!)),
    close,
    volume,
    turnover: shareOut(day.turnover, volume),
  };
};

/** A walk from knot to knot: the open, the high and the low in either order, the close. */
const drawCloses = (day: DayBar, minutes: number, ticks: TickRule, random: Random): Float64Array => {
  const one = 1 + random.integer(minutes - 3);
  const other = one + 1 + random.integer(minutes - 2 - one);
  const isHighFirst = random.uniform() < 0.5;
  const knots = [
    [-1, day.open],
    [one, isHighFirst ? day.high : day.low],
    [other, isHighFirst ? day.low : day.high],
    [minutes - 1, day.close],
  ] as const;
  const roughness = (day.high - day.low) * 0.04;
  const closes = new Float64Array(minutes);
  for (let knot = 1; knot < knots.length; knot++) {
    const [from, start] = knots[knot - 1]!;
    const [to, target] = knots[knot]!;
    let price = start;
    for (let minute = from + 1; minute < to; minute++) {
      price += (target - price) / (to - minute + 1) + roughness * random.normal();
      price = Math.min(day.high, Math.max(day.low, price));
      closes[minute] = Math.min(day.high, Math.max(day.low, roundToTick(price, ticks)));
    }
    closes[to] = target;
  }
  return closes;
};

/** Most is traded at the beginning and at the end. Whole lots, at least one a minute. */
const drawVolumes = (total: number, minutes: number, lot: number, random: Random): Float64Array => {
  const weights = Float64Array.from({ length: minutes }, (_, minute) => {
    const place = (2 * minute) / (minutes - 1) - 1;
    return (0.4 + 1.6 * place * place) * (0.5 + random.uniform());
  });
  const lots = Math.floor(total / lot) - minutes;
  const shares = shareOut(lots, weights);
  const volumes = shares.map((share) => (share + 1) * lot);
  // What is not a whole lot was traded in the closing auction.
  volumes[minutes - 1]! += total - Math.floor(total / lot) * lot;
  return volumes;
};

/** Whole numbers in proportion to weights that add up to a whole total. */
const shareOut = (total: number, weights: Float64Array): Float64Array => {
  let sum = 0;
  for (const weight of weights) sum += weight;
  let weight = 0;
  let given = 0;
  return weights.map((own, index) => {
    weight += own;
    const until = index === weights.length - 1 ? total : Math.min(total, Math.floor((total * weight) / sum));
    const share = until - given;
    given = until;
    return share;
  });
};
