import { ArgumentError, requireWhole } from "../argument-error.ts";
import type { SessionDate } from "../contract/time.ts";
import { sessionDateOf } from "./calendar-day.ts";

/** Sessions from trade to settlement, for trades from `from` (null: since ever) up to, not including, `to`. */
export interface SettlementRow {
  readonly mic: string;
  readonly from: SessionDate | null;
  readonly to: SessionDate | null;
  readonly sessions: number;
  readonly source: string;
}

const US_T2 = sessionDateOf(2017, 9, 5);
const US_T1 = sessionDateOf(2024, 5, 28);
const UK_T2 = sessionDateOf(2014, 10, 6);

/** Standard settlement of shares by market and trade date. Cycles older than the first row's are not kept. */
export const settlementRows: readonly SettlementRow[] = [
  {
    mic: "XNYS",
    from: null,
    to: US_T2,
    sessions: 3,
    source: "SEC, Exchange Act Rule 15c6-1, as of 7 June 1995",
  },
  {
    mic: "XNYS",
    from: US_T2,
    to: US_T1,
    sessions: 2,
    source: "SEC, Release 34-80295, compliance on 5 September 2017",
  },
  {
    mic: "XNYS",
    from: US_T1,
    to: null,
    sessions: 1,
    source: "SEC, Release 34-96930, compliance on 28 May 2024",
  },
  {
    mic: "XLON",
    from: null,
    to: UK_T2,
    sessions: 3,
    source: "London Stock Exchange, settlement before 6 October 2014",
  },
  {
    mic: "XLON",
    from: UK_T2,
    to: null,
    sessions: 2,
    source: "Regulation (EU) 909/2014, article 5; London from 6 October 2014",
  },
  {
    mic: "XKRX",
    from: null,
    to: null,
    sessions: 2,
    source: "Korea Exchange, KOSPI Market Business Regulation: two trading days",
  },
  {
    mic: "XHKG",
    from: null,
    to: null,
    sessions: 2,
    source: "HKSCC, CCASS Operational Procedures: T+2 since 1992",
  },
];

/** Sessions from trade to settlement in a market on a trade date; "unknown-market" for a market without rows. */
export function settlementSessions(
  mic: string,
  tradeDate: SessionDate,
  rows: readonly SettlementRow[] = settlementRows,
): number {
  for (const row of rows)
    if (
      row.mic === mic &&
      (row.from === null || tradeDate >= row.from) &&
      (row.to === null || tradeDate < row.to)
    )
      return row.sessions;
  throw new ArgumentError(`${mic} has no settlement cycle on session date ${tradeDate}`, "unknown-market", {
    mic,
  });
}

/**
 * The session date on which a trade of session `row` settles: `sessions` rows later. Past the last row of the axis
 * each weekday counts as a session, since no holiday is known there. Bank holidays on which the market trades but
 * does not settle are not kept: settlement is then up to one session early.
 */
export function settlementDate(sessionDates: Int32Array, row: number, sessions: number): SessionDate {
  requireWhole("row", row, 0, sessionDates.length - 1);
  requireWhole("sessions", sessions, 0);
  const known = Math.min(row + sessions, sessionDates.length - 1);
  let date = sessionDates[known]!;
  for (let left = row + sessions - known; left > 0; left--) date = nextWeekday(date);
  return date;
}

/** 1970-01-01 was a Thursday. */
function nextWeekday(date: SessionDate): SessionDate {
  const day = (((date + 4) % 7) + 7) % 7;
  return day === 5 ? date + 3 : day === 6 ? date + 2 : date + 1;
}
