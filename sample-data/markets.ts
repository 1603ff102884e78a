import type { MarketCalendar } from "./calendars/market-calendar.ts";
import { xhkg } from "./calendars/xhkg.ts";
import { xkrx } from "./calendars/xkrx.ts";
import { xlon } from "./calendars/xlon.ts";
import { xnys } from "./calendars/xnys.ts";
import type { TickRule } from "./model/tick.ts";

/** The four stretches of a day in which the world's news falls, in the order of the clock. */
export const ASIA = 0;
export const EUROPE = 1;
export const OVERLAP = 2;
export const AMERICA = 3;

export interface Market {
  readonly calendar: MarketCalendar;
  readonly name: string;
  readonly currency: string;
  /** Instruments are named after it: US0012, "Sample US 12". */
  readonly prefix: string;
  readonly instruments: number;
  /** Members of the market's own index of large companies. */
  readonly largeCount: number;
  /** The company of size rank r starts near scale / (r + 4) US dollars. */
  readonly capScaleUsd: number;
  readonly usdPerUnitAtStart: number;
  /** Starting prices are spread log-uniformly between these. */
  readonly startPrice: readonly [number, number];
  readonly ticks: TickRule;
  /** Last stretch of the world's day known at the open and at the close; -1 is the evening before. */
  readonly openStretch: number;
  readonly closeStretch: number;
  /** Index of the market's own factor. */
  readonly regionalIndex: number;
  readonly regionalVolatility: number;
  readonly idiosyncraticScale: number;
  readonly reportMonths: 3 | 6;
  /** Usual local publication times, minutes after midnight. */
  readonly publicationMinutes: readonly number[];
  /** Months of the ex-dates, and the smallest unit of a dividend as a whole number over `scale`. */
  readonly dividend: { readonly months: readonly number[]; readonly unit: number; readonly scale: number };
  readonly splitAbove: number;
  readonly reverseSplitBelow: number;
  readonly lot: number;
}

const krx: Market = {
  calendar: xkrx,
  name: "Korea Exchange",
  currency: "KRW",
  prefix: "KR",
  instruments: 90,
  largeCount: 50,
  capScaleUsd: 2e11,
  usdPerUnitAtStart: 1 / 1140,
  startPrice: [4_000, 160_000],
  ticks: {
    scale: 1,
    tiers: [
      [1_000, 1],
      [5_000, 5],
      [10_000, 10],
      [50_000, 50],
      [100_000, 100],
      [500_000, 500],
      [Infinity, 1_000],
    ],
  },
  openStretch: -1,
  closeStretch: ASIA,
  regionalIndex: 0,
  regionalVolatility: 0.09,
  idiosyncraticScale: 1.12,
  reportMonths: 3,
  publicationMinutes: [930, 975, 1020, 1080],
  dividend: { months: [12], unit: 5, scale: 1 },
  splitAbove: 900_000,
  reverseSplitBelow: 900,
  lot: 1,
};

const nyse: Market = {
  calendar: xnys,
  name: "New York Stock Exchange",
  currency: "USD",
  prefix: "US",
  instruments: 160,
  largeCount: 100,
  capScaleUsd: 6e11,
  usdPerUnitAtStart: 1,
  startPrice: [14, 150],
  ticks: { scale: 100, tiers: [[Infinity, 1]] },
  openStretch: EUROPE,
  closeStretch: AMERICA,
  regionalIndex: 1,
  regionalVolatility: 0.07,
  idiosyncraticScale: 1,
  reportMonths: 3,
  publicationMinutes: [420, 480, 965, 990, 1035],
  dividend: { months: [3, 6, 9, 12], unit: 1, scale: 100 },
  splitAbove: 260,
  reverseSplitBelow: 3,
  lot: 1,
};

const lse: Market = {
  calendar: xlon,
  name: "London Stock Exchange",
  currency: "GBP",
  prefix: "UK",
  instruments: 70,
  largeCount: 40,
  capScaleUsd: 2.5e11,
  usdPerUnitAtStart: 1.56,
  startPrice: [0.8, 28],
  ticks: {
    scale: 10_000,
    tiers: [
      [1, 2],
      [5, 5],
      [10, 10],
      [50, 50],
      [Infinity, 100],
    ],
  },
  openStretch: ASIA,
  closeStretch: OVERLAP,
  regionalIndex: 2,
  regionalVolatility: 0.06,
  idiosyncraticScale: 1,
  reportMonths: 6,
  publicationMinutes: [420],
  dividend: { months: [5, 10], unit: 1, scale: 1000 },
  splitAbove: 60,
  reverseSplitBelow: 0.15,
  lot: 1,
};

const hkex: Market = {
  calendar: xhkg,
  name: "Hong Kong Stock Exchange",
  currency: "HKD",
  prefix: "HK",
  instruments: 60,
  largeCount: 35,
  capScaleUsd: 2.5e11,
  usdPerUnitAtStart: 1 / 7.76,
  startPrice: [2, 110],
  ticks: {
    scale: 1000,
    tiers: [
      [0.25, 1],
      [0.5, 5],
      [10, 10],
      [20, 20],
      [100, 50],
      [200, 100],
      [500, 200],
      [1_000, 500],
      [Infinity, 1_000],
    ],
  },
  openStretch: -1,
  closeStretch: ASIA,
  regionalIndex: 3,
  regionalVolatility: 0.1,
  idiosyncraticScale: 1.12,
  reportMonths: 6,
  publicationMinutes: [750, 1005, 1080, 1260],
  dividend: { months: [5, 9], unit: 10, scale: 1000 },
  splitAbove: 300,
  reverseSplitBelow: 0.3,
  lot: 100,
};

export const markets: readonly Market[] = [krx, nyse, lse, hkex];
