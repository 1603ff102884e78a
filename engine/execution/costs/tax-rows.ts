import type { TaxRow } from "../../contract/costs.ts";
import type { SessionDate } from "../../contract/time.ts";
import { sessionDateOf } from "../calendar-day.ts";

type Step = readonly [from: SessionDate | null, bps: number];

/** Rows from steps: each rate is in force until the next. */
function steps(
  mic: string,
  sides: readonly TaxRow["side"][],
  source: string,
  rates: readonly Step[],
): TaxRow[] {
  return sides.flatMap((side) =>
    rates.map(([from, bps], k) => ({ mic, side, bps, from, to: rates[k + 1]?.[0] ?? null, source })),
  );
}

const on = sessionDateOf;

/**
 * Korea: securities transaction tax on sales of KOSPI shares, with the special tax for rural development of 15 bps.
 * The law dates each rate by the day of settlement; these are the first trade dates that settle under it (two sessions
 * before). KOSDAQ's total has been the same since 1996. Legal dates: 3 June 2019, then 1 January of each year.
 */
const KOREA = steps(
  "XKRX",
  ["sell"],
  "Securities Transaction Tax Act (Korea), enforcement decree, article 5",
  [
    [null, 30],
    [on(2019, 5, 30), 25],
    [on(2020, 12, 29), 23],
    [on(2022, 12, 28), 20],
    [on(2023, 12, 27), 18],
    [on(2024, 12, 27), 15],
    [on(2025, 12, 29), 20],
  ],
);

/** United Kingdom: stamp duty reserve tax on purchases. Funds, growth-market and most foreign shares are exempt. */
const UNITED_KINGDOM = steps(
  "XLON",
  ["buy"],
  "Finance Act 1986 (UK), section 87; 0.5 % from 27 October 1986",
  [[on(1986, 10, 27), 50]],
);

/** Hong Kong: stamp duty of each side, without its rounding up to a whole dollar. */
const HONG_KONG = steps(
  "XHKG",
  ["buy", "sell"],
  "Stamp Duty Ordinance (Hong Kong), cap. 117, first schedule",
  [
    [on(2001, 9, 1), 10],
    [on(2021, 8, 1), 13],
    [on(2023, 11, 17), 10],
  ],
);

/**
 * United States: the section 31 fee on sales. Its dates are charge dates, which are settlement dates; they are applied
 * to the trade date, so that in the one to three sessions before a change the old rate is charged.
 */
const UNITED_STATES = steps(
  "XNYS",
  ["sell"],
  "SEC, section 31 fee rate advisories, Exchange Act section 31",
  [
    [null, 1 / 3],
    [on(2001, 12, 28), 0.15],
    [on(2002, 4, 1), 0.301],
    [on(2003, 3, 22), 0.252],
    [on(2003, 4, 1), 0.468],
    [on(2004, 2, 22), 0.39],
    [on(2004, 4, 1), 0.234],
    [on(2005, 1, 7), 0.329],
    [on(2005, 4, 1), 0.418],
    [on(2005, 12, 22), 0.307],
    [on(2007, 3, 17), 0.153],
    [on(2008, 1, 25), 0.11],
    [on(2008, 4, 1), 0.056],
    [on(2009, 4, 10), 0.257],
    [on(2010, 1, 15), 0.127],
    [on(2010, 4, 1), 0.169],
    [on(2011, 1, 21), 0.192],
    [on(2012, 2, 21), 0.18],
    [on(2012, 4, 1), 0.224],
    [on(2013, 5, 25), 0.174],
    [on(2014, 3, 18), 0.221],
    [on(2015, 2, 14), 0.184],
    [on(2016, 2, 16), 0.218],
    [on(2017, 7, 4), 0.231],
    [on(2018, 5, 22), 0.13],
    [on(2019, 4, 16), 0.207],
    [on(2020, 2, 18), 0.221],
    [on(2021, 2, 25), 0.051],
    [on(2022, 5, 14), 0.229],
    [on(2023, 2, 27), 0.08],
    [on(2024, 5, 22), 0.278],
    [on(2025, 5, 14), 0],
    [on(2026, 4, 4), 0.206],
  ],
);

/** Taxes, duties and levies on share trades of the four markets, in basis points of the traded value. */
export const taxRows: readonly TaxRow[] = Object.freeze(
  [...KOREA, ...UNITED_KINGDOM, ...HONG_KONG, ...UNITED_STATES].map((row) => Object.freeze(row)),
);
