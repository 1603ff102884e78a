import { dayOf, isWeekend } from "../calendars/day.ts";
import { type Market, markets } from "../markets.ts";
import { openRandom, type Random } from "../random.ts";
import type { Period } from "../sample-options.ts";
import { sectors } from "../sectors.ts";
import { drawFatTailed, nextVariance } from "./fat-tails.ts";
import { VALUE_FACTOR_PREMIUM } from "./premia.ts";

/**
 * The common factors, one entry per weekday, as cumulative log returns. The global one has four stretches a day
 * (Asia, Europe, overlap, America), so a market's session sees exactly the news that fell before its close: Asia
 * answers the American session of the day before.
 */
export interface World {
  /** Weekday index of a day; weekends have none. */
  readonly weekdayIndex: ReadonlyMap<number, number>;
  readonly weekdays: Int32Array;
  /** Entry `4 * (weekday + 1) + stretch`; the first four are the start. */
  readonly global: Float64Array;
  readonly regional: readonly Float64Array[];
  readonly sector: readonly Float64Array[];
  readonly value: Float64Array;
  /** Global volatility of the day over its long-run level. */
  readonly volatilityRatio: Float64Array;
}

/** Stretches of history: the last day, the whole log return of the stretch, and its annual volatility. */
const regimes: readonly (readonly [lastDay: string, logReturn: number, volatility: number])[] = [
  ["2001-06-29", -0.14, 0.16],
  ["2002-10-09", -0.37, 0.2],
  ["2004-06-30", 0.33, 0.14],
  ["2007-10-31", 0.45, 0.1],
  ["2008-09-12", -0.26, 0.17],
  ["2009-03-09", -0.52, 0.4],
  ["2010-04-23", 0.5, 0.18],
  ["2011-07-22", 0.13, 0.15],
  ["2011-10-04", -0.2, 0.3],
  ["2012-06-29", 0.13, 0.16],
  ["2013-12-31", 0.2, 0.117],
  ["2015-07-31", 0.1, 0.117],
  ["2016-02-12", -0.16, 0.211],
  ["2018-01-26", 0.31, 0.099],
  ["2018-09-28", 0.01, 0.129],
  ["2018-12-24", -0.17, 0.222],
  ["2020-02-19", 0.28, 0.111],
  ["2020-03-23", -0.32, 0.55],
  ["2020-08-31", 0.35, 0.257],
  ["2021-12-31", 0.25, 0.146],
  ["2022-10-14", -0.26, 0.222],
  ["2023-12-29", 0.23, 0.146],
  ["2024-06-28", 0.06, 0.117],
];
const REGIMES_BEGIN = "2000-06-30";
const TYPICAL_VOLATILITY = 0.15;
const STRETCH_SHARES = [0.2, 0.2, 0.25, 0.35];
const SECTOR_VOLATILITY = 0.06;
const VALUE_VOLATILITY = 0.035;

export const buildWorld = (seed: number, period: Period): World => {
  const weekdays = Int32Array.from(listWeekdays(period));
  const global = buildGlobal(openRandom(seed), weekdays);
  const path = (stream: number, volatility: number, drift: number) =>
    buildFactor(openRandom(seed + stream), global.volatilityRatio, volatility, drift);
  return {
    weekdayIndex: new Map(Array.from(weekdays, (day, index) => [day, index])),
    weekdays,
    global: global.cumulative,
    regional: markets.map((market, index) => path(10 + index, market.regionalVolatility, 0)),
    sector: sectors.map((_, index) => path(20 + index, SECTOR_VOLATILITY, 0)),
    value: path(40, VALUE_VOLATILITY, VALUE_FACTOR_PREMIUM),
    volatilityRatio: global.volatilityRatio,
  };
};

/** Cumulative global return when a market opens or closes on weekday `index`. */
export const globalAt = (world: World, index: number, stretch: number): number =>
  world.global[4 * (index + 1) + stretch]!;

/** Weekday whose sector and style news a market has seen by its close: in Asia, that of the day before. */
export const newsDay = (market: Market, index: number): number =>
  market.openStretch < 0 ? index : index + 1;

const listWeekdays = ({ firstDay, lastDay }: Period): number[] => {
  const days = [];
  for (let day = firstDay; day <= lastDay; day++) if (!isWeekend(day)) days.push(day);
  return days;
};

/** The regimes from a day on; the one it falls in gives the part of its return that is left. */
const regimesFrom = (firstDay: number) => {
  let before = dayOf(REGIMES_BEGIN);
  return regimes.flatMap(([last, logReturn, volatility]) => {
    const lastDay = dayOf(last);
    const left = Math.min(1, (lastDay - firstDay + 1) / (lastDay - before));
    before = lastDay;
    return left > 0 ? [{ lastDay, logReturn: logReturn * left, volatility }] : [];
  });
};

const buildGlobal = (random: Random, weekdays: Int32Array) => {
  const cumulative = new Float64Array(4 * (weekdays.length + 1));
  const volatilityRatio = new Float64Array(weekdays.length);
  let level = 0;
  let variance = 1;
  let from = 0;
  for (const { lastDay, logReturn, volatility } of regimesFrom(weekdays[0]!)) {
    const end = weekdays.findLastIndex((day) => day <= lastDay) + 1;
    const steps = new Float64Array(4 * (end - from));
    let noise = 0;
    for (let index = from; index < end; index++) {
      const daily = (volatility * Math.sqrt(variance)) / Math.sqrt(252);
      volatilityRatio[index] = (volatility * Math.sqrt(variance)) / TYPICAL_VOLATILITY;
      let shock = 0;
      for (let stretch = 0; stretch < 4; stretch++) {
        const part = drawFatTailed(random) * Math.sqrt(STRETCH_SHARES[stretch]!);
        shock += part;
        steps[4 * (index - from) + stretch] = part * daily;
        noise += part * daily;
      }
      variance = nextVariance(variance, shock);
    }
    // The noise of a regime sums to nothing, so each regime arrives where history says it did.
    const shift = (logReturn - noise) / steps.length;
    for (let step = 0; step < steps.length; step++) {
      level += steps[step]! + shift;
      cumulative[4 * (from + 1) + step] = level;
    }
    from = end;
  }
  return { cumulative, volatilityRatio };
};

/** One factor: unit fat-tailed steps scaled with the world's volatility, without drift but the one given. */
const buildFactor = (
  random: Random,
  ratio: Float64Array,
  volatility: number,
  drift: number,
): Float64Array => {
  const steps = Float64Array.from(
    ratio,
    (level) => ((drawFatTailed(random) * volatility) / Math.sqrt(252)) * (0.5 + 0.5 * Math.min(level, 2.5)),
  );
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const cumulative = new Float64Array(steps.length + 1);
  steps.forEach((step, index) => {
    cumulative[index + 1] = cumulative[index]! + step - mean + drift / 252;
  });
  return cumulative;
};
