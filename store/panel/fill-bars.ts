import type { BarBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";

export interface BarFiller {
  add(batch: BarBatch): void;
  readonly columns: readonly Float64Array[];
}

/**
 * Fills the bar columns. A cell is the bar of its own session, in the last version (R3) known at the row's decision
 * instant; NaN when none was known by then, since a bar that came late is not carried to a later row. The
 * winner of a cell does not depend on the order in which versions arrive.
 */
export const createBarFiller = (layout: PanelLayout): BarFiller => {
  const cells = layout.members.length;
  const columns = layout.fields.bars.map(() => new Float64Array(cells).fill(Number.NaN));
  const bestKnownAt = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
  const bestRevision = new Int32Array(cells);
  const bestIngestSeq = new Int32Array(cells);
  const rowsOfDates = layout.markets.map((market) => rowOfDate(market.sessionDates));
  const seats = layout.instruments.map((instrument, i) => ({
    offset: layout.offsets[i]!,
    decisionAt: layout.markets[instrument.market]!.decisionAt,
    ...rowsOfDates[instrument.market]!,
  }));

  const add = ({
    rowCount,
    instrument,
    sessionDate,
    knownAt,
    revision,
    ingestSeq,
    values,
  }: BarBatch): void => {
    for (let i = 0; i < rowCount; i++) {
      const seat = seats[instrument[i]!]!;
      const day = sessionDate[i]! - seat.firstDate;
      const row = day >= 0 && day < seat.rows.length ? seat.rows[day]! : -1;
      const at = knownAt[i]!;
      if (row < 0 || at > seat.decisionAt[row]!) continue;
      const cell = seat.offset + row;
      const best = bestKnownAt[cell]!;
      if (at < best) continue;
      if (at === best) {
        const byRevision = revision[i]! - bestRevision[cell]!;
        if (byRevision < 0 || (byRevision === 0 && ingestSeq[i]! <= bestIngestSeq[cell]!)) continue;
      }
      bestKnownAt[cell] = at;
      bestRevision[cell] = revision[i]!;
      bestIngestSeq[cell] = ingestSeq[i]!;
      for (let c = 0; c < columns.length; c++) columns[c]![cell] = values[c]![i]!;
    }
  };
  return { add, columns };
};

/** Row by day since the first session, -1 on days without one: a lookup instead of a search per bar. */
const rowOfDate = (sessionDates: Int32Array): { readonly firstDate: number; readonly rows: Int32Array } => {
  const firstDate = sessionDates[0] ?? 0;
  const rows = new Int32Array((sessionDates.at(-1) ?? -1) - firstDate + 1).fill(-1);
  sessionDates.forEach((date, row) => {
    rows[date - firstDate] = row;
  });
  return { firstDate, rows };
};
