import type { SessionDate } from "../contract/time.ts";
import { sessionDateOf } from "./calendar-day.ts";
import { compileTicks, type TickTable } from "./tick-size.ts";

/** One market's tick sizes on sessions from `from` (null: since ever) up to, not including, `to` (null: still). */
export interface TickRow {
  readonly mic: string;
  readonly from: SessionDate | null;
  readonly to: SessionDate | null;
  /** Pairs [lowest price, tick], ascending, in quoted units. */
  readonly bands: readonly (readonly [number, number])[];
  /** Quoted units in one unit of currency: 100 where shares are quoted in pence. */
  readonly pricesPerUnit: number;
  readonly source: string;
}

const KOSPI_2023 = sessionDateOf(2023, 1, 25);
const HONG_KONG_2025 = sessionDateOf(2025, 8, 4);
const DECIMAL = sessionDateOf(2001, 1, 29);
const SUB_PENNY = sessionDateOf(2006, 1, 31);

/**
 * Tick sizes of shares. Where no row covers a date, orders are not rounded. Left out: Korea before October 2010 and
 * its other boards before 2023, London before 2018, Hong Kong before July 2006 and its second phase of 2026, New
 * York's half-cent ticks, which depend on each share's spread. London's table is the one of its most liquid band:
 * the finest, so that rounding moves an order least.
 */
export const tickRows: readonly TickRow[] = [
  {
    mic: "XKRX",
    from: sessionDateOf(2010, 10, 4),
    to: KOSPI_2023,
    bands: [
      [0, 1],
      [1_000, 5],
      [5_000, 10],
      [10_000, 50],
      [50_000, 100],
      [100_000, 500],
      [500_000, 1_000],
    ],
    pricesPerUnit: 1,
    source: "Korea Exchange, KOSPI Market Business Regulation, enforcement rules, as of 4 October 2010",
  },
  {
    mic: "XKRX",
    from: KOSPI_2023,
    to: null,
    bands: [
      [0, 1],
      [2_000, 5],
      [5_000, 10],
      [20_000, 50],
      [50_000, 100],
      [200_000, 500],
      [500_000, 1_000],
    ],
    pricesPerUnit: 1,
    source: "Korea Exchange, KOSPI Market Business Regulation, enforcement rules, as of 25 January 2023",
  },
  {
    mic: "XLON",
    from: sessionDateOf(2018, 1, 3),
    to: null,
    bands: [
      [0, 0.0001],
      [1, 0.0002],
      [2, 0.0005],
      [5, 0.001],
      [10, 0.002],
      [20, 0.005],
      [50, 0.01],
      [100, 0.02],
      [200, 0.05],
      [500, 0.1],
      [1_000, 0.2],
      [2_000, 0.5],
      [5_000, 1],
      [10_000, 2],
      [20_000, 5],
      [50_000, 10],
    ],
    pricesPerUnit: 100,
    source: "Commission Delegated Regulation (EU) 2017/588, annex, most liquid band; onshored in the UK",
  },
  {
    mic: "XHKG",
    from: sessionDateOf(2006, 7, 24),
    to: HONG_KONG_2025,
    bands: [
      [0, 0.001],
      [0.25, 0.005],
      [0.5, 0.01],
      [10, 0.02],
      [20, 0.05],
      [100, 0.1],
      [200, 0.2],
      [500, 0.5],
      [1_000, 1],
      [2_000, 2],
      [5_000, 5],
    ],
    pricesPerUnit: 1,
    source: "Rules of the Exchange, second schedule: spread table (phase 2A of 24 July 2006)",
  },
  {
    mic: "XHKG",
    from: HONG_KONG_2025,
    to: null,
    bands: [
      [0, 0.001],
      [0.25, 0.005],
      [0.5, 0.01],
      [20, 0.02],
      [50, 0.05],
      [100, 0.1],
      [200, 0.2],
      [500, 0.5],
      [1_000, 1],
      [2_000, 2],
      [5_000, 5],
    ],
    pricesPerUnit: 1,
    source: "HKEX, Reduction of Minimum Spreads, phase 1 of 4 August 2025",
  },
  {
    mic: "XNYS",
    from: DECIMAL,
    to: SUB_PENNY,
    bands: [[0, 0.01]],
    pricesPerUnit: 1,
    source: "SEC, Order directing the exchanges to submit a decimalization implementation plan (2000)",
  },
  {
    mic: "XNYS",
    from: SUB_PENNY,
    to: null,
    bands: [
      [0, 0.0001],
      [1, 0.01],
    ],
    pricesPerUnit: 1,
    source: "SEC, Regulation NMS, Rule 612",
  },
];

/** A market's tick tables, ready for `tickTableAt`. */
export interface MarketTicks {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly tables: readonly TickTable[];
}

/** The tables of the markets that have been asked for: they are the same for all runs. */
const known = new Map<string, MarketTicks>();

/** The tables of a market; none for one without rows. */
export function marketTicks(mic: string): MarketTicks {
  let ticks = known.get(mic);
  if (!ticks) {
    ticks = compileRows(mic);
    known.set(mic, ticks);
  }
  return ticks;
}

function compileRows(mic: string): MarketTicks {
  const own = tickRows.filter((row) => row.mic === mic);
  return {
    from: Float64Array.from(own, (row) => row.from ?? Number.NEGATIVE_INFINITY),
    to: Float64Array.from(own, (row) => row.to ?? Number.POSITIVE_INFINITY),
    tables: own.map((row) => compileTicks(row.bands, row.pricesPerUnit)),
  };
}

/** The table in force on a session date; null when none is, and prices are not rounded. */
export function tickTableAt(ticks: MarketTicks, date: SessionDate): TickTable | null {
  for (let k = 0; k < ticks.tables.length; k++)
    if (date >= ticks.from[k]! && date < ticks.to[k]!) return ticks.tables[k]!;
  return null;
}
