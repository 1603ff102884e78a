import { type DatedFact, datesOf } from "./dated-facts.ts";

/** A row of the store's `settlement_cycles` table, without provenance. */
export interface SettlementRow {
  readonly mic: string;
  readonly valid_from: number;
  readonly sessions: number;
  readonly known_at: number;
  readonly revision: number;
}

type Cycle = DatedFact & { readonly sessions: number };

const cycles: Readonly<Record<string, readonly Cycle[]>> = {
  // In force long before our first year.
  XKRX: [{ from: "2000-01-01", sessions: 2 }],
  // Central clearing since 1992 (HKSCC General Rules).
  XHKG: [{ from: "1992-06-24", sessions: 2 }],
  XLON: [
    { from: "1995-06-26", sessions: 5 },
    { from: "2001-02-05", sessions: 3 },
    // Regulation (EU) 909/2014, published in the Official Journal.
    { from: "2014-10-06", sessions: 2, known: "2014-08-28" },
    // HM Treasury accepts the date proposed by the Accelerated Settlement Taskforce.
    { from: "2027-10-11", sessions: 1, known: "2025-02-19" },
  ],
  // Rule 15c6-1 of the SEC, by the releases 34-33023, 34-80295 and 34-96930.
  XNYS: [
    { from: "1995-06-07", sessions: 3, known: "1993-10-06" },
    { from: "2017-09-05", sessions: 2, known: "2017-03-22" },
    { from: "2024-05-28", sessions: 1, known: "2023-02-15" },
  ],
};

/** How many sessions lie between trade and settlement, exchange by exchange. */
export const settlementRows = (): SettlementRow[] =>
  Object.entries(cycles).flatMap(([mic, own]) =>
    own.map((cycle) => ({ mic, ...datesOf(mic, cycle), sessions: cycle.sessions, revision: 0 })),
  );
