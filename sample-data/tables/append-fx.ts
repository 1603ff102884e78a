import { dayOf } from "../calendars/day.ts";
import { globalAt, type World } from "../model/world.ts";
import { exp, log, openRandom } from "../random.ts";
import type { TableBuilder } from "./table-builder.ts";

const FIXING_MINUTES_UTC = 16 * 60 + 15;

interface CurrencyPath {
  readonly currency: string;
  /** Where the rate is drawn to: units per dollar (KRW, HKD) or dollars per unit (GBP) from each day on. */
  readonly anchors: readonly (readonly [from: string, level: number])[];
  readonly isPerDollar: boolean;
  readonly volatility: number;
  readonly pull: number;
  /** Response of the log quote to the world's return: a falling market strengthens the dollar. */
  readonly worldLoading: number;
  /** Decimals of the quote, as a power of ten. */
  readonly scale: number;
  readonly band?: readonly [number, number];
}

const paths: readonly CurrencyPath[] = [
  {
    currency: "KRW",
    anchors: [
      ["2000-01-01", 1_200],
      ["2003-01-01", 1_180],
      ["2005-01-01", 1_010],
      ["2008-09-01", 1_350],
      ["2009-10-01", 1_150],
      ["2012-07-02", 1_120],
      ["2014-06-01", 1_050],
      ["2015-06-01", 1_160],
      ["2018-01-01", 1_090],
      ["2019-06-01", 1_180],
      ["2020-11-01", 1_120],
      ["2022-03-01", 1_300],
    ],
    isPerDollar: true,
    volatility: 0.065,
    pull: 0.012,
    worldLoading: -0.2,
    scale: 10,
  },
  {
    currency: "GBP",
    anchors: [
      ["2000-01-01", 1.48],
      ["2003-01-01", 1.65],
      ["2005-01-01", 1.9],
      ["2008-09-01", 1.52],
      ["2012-07-02", 1.58],
      ["2015-01-01", 1.5],
      ["2016-06-24", 1.28],
      ["2020-10-01", 1.37],
      ["2022-03-01", 1.22],
      ["2023-06-01", 1.26],
    ],
    isPerDollar: false,
    volatility: 0.08,
    pull: 0.012,
    worldLoading: 0.12,
    scale: 10_000,
  },
  {
    currency: "HKD",
    anchors: [
      ["2000-01-01", 7.795],
      ["2007-01-01", 7.8],
      ["2009-01-01", 7.755],
      ["2012-07-02", 7.755],
      ["2018-01-01", 7.83],
      ["2020-06-01", 7.76],
      ["2022-04-01", 7.835],
    ],
    isPerDollar: true,
    volatility: 0.0035,
    pull: 0.02,
    worldLoading: 0,
    scale: 10_000,
    band: [7.75, 7.85],
  },
];

/** Daily fixings of each currency in US dollars, known at 16:15 UTC of every weekday. */
export const appendFx = (fx: TableBuilder<"fx_1d">, world: World, seed: number): void => {
  paths.forEach((path, index) => {
    const random = openRandom(seed + index);
    let quote = path.anchors.findLast(([from]) => dayOf(from) <= world.weekdays[0]!)![1];
    world.weekdays.forEach((day, weekday) => {
      const anchor = path.anchors.findLast(([from]) => dayOf(from) <= day)![1];
      const news = globalAt(world, weekday, 2) - (weekday === 0 ? 0 : globalAt(world, weekday - 1, 2));
      const noise = (path.volatility / Math.sqrt(252)) * random.normal();
      quote *= exp(path.pull * log(anchor / quote) + path.worldLoading * news + noise);
      if (path.band) quote = Math.min(path.band[1], Math.max(path.band[0], quote));
      const whole = Math.floor(quote * path.scale + 0.5);
      const rate = path.isPerDollar ? path.scale / whole : whole / path.scale;
      fx.append({
        base: path.currency,
        quote: "USD",
        session_date: day,
        rate,
        known_at: (day * 1440 + FIXING_MINUTES_UTC) * 60_000_000,
        revision: 0,
      });
    });
  });
};
