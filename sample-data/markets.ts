import { moneyOf } from "../store/contract/quote-units.ts";
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
  /** What one of the quotes is: the currency, or a hundredth of it. Prices and cash per share are in this unit. */
  readonly quoteUnit: string;
  /** Quote units in one of the currency. */
  readonly quotesPerUnit: number;
  /** Instruments are named after it: US0012, "Sample US 12". */
  readonly prefix: string;
  readonly instruments: number;
  /** Members of the market's own index of large companies. */
  readonly largeCount: number;
  /** The company of size rank r starts near scale / (r + 4) US dollars. */
  readonly capScaleUsd: number;
  readonly usdPerUnitAtStart: number;
  /** Starting prices, in quote units, are spread log-uniformly between these. */
  readonly startPrice: readonly [number, number];
  /** Tick sizes, ascending; each holds until the next begins. */
  readonly ticks: readonly { readonly from: string; readonly rule: TickRule }[];
  /** How far a price may move from the last close, as a share of it, ascending; none where empty. */
  readonly priceLimits: readonly { readonly from: string; readonly share: number }[];
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
  quoteUnit: "KRW",
  quotesPerUnit: 1,
  prefix: "KR",
  instruments: 90,
  largeCount: 50,
  capScaleUsd: 2e11,
  usdPerUnitAtStart: 1 / 1140,
  startPrice: [4_000, 160_000],
  // Finer steps since 25 January 2023.
  ticks: [
    {
      from: "2000-01-01",
      rule: {
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
    },
    {
      from: "2023-01-25",
      rule: {
        scale: 1,
        tiers: [
          [2_000, 1],
          [5_000, 5],
          [20_000, 10],
          [50_000, 50],
          [200_000, 100],
          [500_000, 500],
          [Infinity, 1_000],
        ],
      },
    },
  ],
  priceLimits: [
    { from: "2000-01-01", share: 0.15 },
    { from: "2015-06-15", share: 0.3 },
  ],
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
  quoteUnit: "USD",
  quotesPerUnit: 1,
  prefix: "US",
  instruments: 160,
  largeCount: 100,
  capScaleUsd: 6e11,
  usdPerUnitAtStart: 1,
  startPrice: [14, 150],
  ticks: [{ from: "2000-01-01", rule: { scale: 100, tiers: [[Infinity, 1]] } }],
  priceLimits: [],
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
  quoteUnit: "GBX",
  quotesPerUnit: moneyOf("GBX").perUnit,
  prefix: "UK",
  instruments: 70,
  largeCount: 40,
  capScaleUsd: 2.5e11,
  usdPerUnitAtStart: 1.56,
  startPrice: [80, 2_800],
  ticks: [
    {
      from: "2000-01-01",
      rule: {
        scale: 100,
        tiers: [
          [100, 2],
          [500, 5],
          [1_000, 10],
          [5_000, 50],
          [Infinity, 100],
        ],
      },
    },
  ],
  priceLimits: [],
  openStretch: ASIA,
  closeStretch: OVERLAP,
  regionalIndex: 2,
  regionalVolatility: 0.06,
  idiosyncraticScale: 1,
  reportMonths: 6,
  publicationMinutes: [420],
  dividend: { months: [5, 10], unit: 1, scale: 10 },
  splitAbove: 6_000,
  reverseSplitBelow: 15,
  lot: 1,
};

const hkex: Market = {
  calendar: xhkg,
  name: "Hong Kong Stock Exchange",
  currency: "HKD",
  quoteUnit: "HKD",
  quotesPerUnit: 1,
  prefix: "HK",
  instruments: 60,
  largeCount: 35,
  capScaleUsd: 2.5e11,
  usdPerUnitAtStart: 1 / 7.76,
  startPrice: [2, 110],
  ticks: [
    {
      from: "2000-01-01",
      rule: {
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
    },
  ],
  priceLimits: [],
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

/** The markets with their shares of a number of companies, by the largest remainder. */
export const scaleMarkets = (instruments: number): readonly Market[] => {
  const total = markets.reduce((sum, market) => sum + market.instruments, 0);
  const exact = markets.map((market) => (market.instruments * instruments) / total);
  const counts = exact.map(Math.floor);
  const rest = instruments - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - counts[index]! }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, rest)) counts[index]!++;
  return markets.map((market, index) => ({ ...market, instruments: counts[index]! }));
};
