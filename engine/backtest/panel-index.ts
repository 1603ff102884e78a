import type { Fills } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { type ExDate, groupActions } from "./action-rows.ts";
import { canonicalOrder, ranksIn } from "./canonical-order.ts";
import type { MarketRow } from "./market-rows.ts";
import { findDayStarts } from "./settlement-row.ts";

/** Later than every row. */
export const NEVER = 0x7fff_ffff;

/** An ex-date and whose it is. */
export interface InstrumentExDate {
  readonly instrument: number;
  readonly exDate: ExDate;
}

/** What is the same for every run on a panel, by instrument. */
export interface PanelIndex {
  readonly iids: readonly string[];
  /** Of its market. */
  readonly mics: readonly string[];
  readonly marketOf: Int32Array;
  /** The first row on which the listing no longer exists, or NEVER. */
  readonly delistedRow: Int32Array;
  /** Shares are traded in multiples of this. */
  readonly lot: Float64Array;
  /** Ascending. */
  readonly exDates: readonly (readonly ExDate[])[];
  /** By market, ascending by row, then in canonical order: what goes ex, and who is delisted. */
  readonly exDatesOfMarket: readonly (readonly MarketRow<InstrumentExDate>[])[];
  readonly delistingsOfMarket: readonly (readonly MarketRow<number>[])[];
  /** By market: see `findDayStarts`. */
  readonly dayStarts: readonly (Int32Array | null)[];
  /** Instruments in canonical order, and the place of each in it. */
  readonly order: Int32Array;
  readonly rank: Int32Array;
  /** As a run lists them, in canonical order. Frozen, as all lists here, since all runs share them. */
  readonly listed: Fills["instruments"];
}

/** Panels are never changed, and a sweep runs thousands of times on one. */
const known = new WeakMap<Panel, PanelIndex>();

/** Made once per panel. */
export function indexPanel(panel: Panel): PanelIndex {
  let index = known.get(panel);
  if (!index) {
    const { instruments } = panel;
    const order = canonicalOrder(panel);
    const exDates = groupActions(panel);
    const exDatesOfMarket: MarketRow<InstrumentExDate>[][] = panel.markets.map(() => []);
    const delistingsOfMarket: MarketRow<number>[][] = panel.markets.map(() => []);
    for (const i of order) {
      const { market, delistedRow: row } = instruments[i]!;
      for (const exDate of exDates[i]!)
        exDatesOfMarket[market]!.push({ row: exDate.row, value: { instrument: i, exDate } });
      if (row >= 0) delistingsOfMarket[market]!.push({ row, value: i });
    }
    // Array sort is stable: what shares a row stays in canonical order.
    for (const rows of [...exDatesOfMarket, ...delistingsOfMarket]) rows.sort((a, b) => a.row - b.row);
    index = {
      iids: Object.freeze(instruments.map(({ iid }) => iid)),
      mics: Object.freeze(instruments.map(({ market }) => panel.markets[market]!.mic)),
      marketOf: Int32Array.from(instruments, ({ market }) => market),
      delistedRow: Int32Array.from(instruments, ({ delistedRow: row }) => (row < 0 ? NEVER : row)),
      lot: Float64Array.from(instruments, ({ lotSize = 1 }) => lotSize),
      exDates,
      exDatesOfMarket,
      delistingsOfMarket,
      dayStarts: panel.markets.map(findDayStarts),
      order,
      rank: ranksIn(order),
      listed: listInstruments(panel, order),
    };
    known.set(panel, index);
  }
  return index;
}

function listInstruments({ instruments, markets }: Panel, order: Int32Array): Fills["instruments"] {
  const listed = Array.from(order, (i) => {
    const { iid, name, market, sector } = instruments[i]!;
    const { mic, currency } = markets[market]!;
    return Object.freeze({ iid, name, mic, currency, sector });
  });
  return Object.freeze(listed);
}
