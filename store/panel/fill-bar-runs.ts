import type { BarRun, BarRuns } from "./bar-runs.ts";
import { isPriceField } from "./choose-fields.ts";
import type { BarCorrections } from "./correct-bars.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { indexBarKeys } from "./rows-of-bars.ts";

/** The next rows of the table, as they lie there, whatever they are. */
export interface StoredBars {
  readonly rowCount: number;
  readonly sessionDate: Int32Array;
  /** int64 microseconds as halves, the low one first: walking a BigInt array costs more than the rest together. */
  readonly knownAt: Int32Array;
  readonly perUnit: Float64Array | undefined;
  readonly values: readonly Float64Array[];
}

export interface RunFiller {
  /** False when a run's dates come out of order: then these columns are good for nothing. */
  add(bars: StoredBars): boolean;
  /** When every row was added. */
  finish(): void;
}

/**
 * Fills `columns`, one per bar field, from first versions that lie instrument by instrument in the order of their
 * dates, by copying neighbouring sessions at once. The same cells as `createBarFiller` makes.
 */
export const createRunFiller = (
  layout: PanelLayout,
  { runs, others }: BarRuns,
  corrections: BarCorrections,
  columns: readonly Float64Array<ArrayBuffer>[],
): RunFiller => {
  const fields = layout.fields.bars;
  const isPrice = fields.map(isPriceField);
  const markets = layout.markets.map(({ barKeys, decisionAt }) => ({
    barKeys,
    decisionAt,
    ...indexBarKeys(barKeys, "session"),
  }));
  /** Of each seat, the first row not yet written. */
  const nextRows = new Int32Array(layout.instruments.length);
  /** Rows of the table before this one have been here. */
  let read = 0;
  let nextRun = 0;
  let nextOther = 0;

  const leaveEmpty = (seat: number, end: number): void => {
    const offset = layout.offsets[seat]!;
    for (const column of columns) column.fill(Number.NaN, offset + nextRows[seat]!, offset + end);
    nextRows[seat] = end;
  };

  /** Rows `[start, end)` of the bars become the cells from `row` on. */
  const copy = (bars: StoredBars, seat: number, start: number, end: number, row: number): void => {
    if (row > nextRows[seat]!) leaveEmpty(seat, row);
    const cell = layout.offsets[seat]! + row;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const values = bars.values[c]!;
      if (bars.perUnit && isPrice[c]) {
        for (let i = start; i < end; i++) column[cell + i - start] = values[i]! / bars.perUnit[i]!;
      } else column.set(start === 0 && end === values.length ? values : values.subarray(start, end), cell);
    }
    nextRows[seat] = row + end - start;
    corrections.noteFirstVersions(cell, cell + end - start, bars.knownAt, start);
  };

  const addSegment = (bars: StoredBars, { seat }: BarRun, start: number, end: number): boolean => {
    const { barKeys, decisionAt, first, head } = markets[layout.instruments[seat]!.market]!;
    const { sessionDate, knownAt } = bars;
    for (let i = start; i < end; ) {
      const place = sessionDate[i]! - first;
      const row = place >= 0 && place < head.length ? head[place]! : -1;
      if (row < 0) {
        i++;
        continue;
      }
      if (row < nextRows[seat]!) return false;
      // As many sessions as follow each other here and there, each known in time.
      let to = i;
      let next = row;
      while (
        to < end &&
        sessionDate[to] === barKeys[next] &&
        knownAt[2 * to + 1]! * 4_294_967_296 + (knownAt[2 * to]! >>> 0) <= decisionAt[next]!
      ) {
        to++;
        next++;
      }
      if (to > i) copy(bars, seat, i, to, row);
      else {
        leaveEmpty(seat, row + 1);
        to = i + 1;
      }
      i = to;
    }
    return true;
  };

  const add = (bars: StoredBars): boolean => {
    const first = read;
    const end = first + bars.rowCount;
    read = end;
    for (let at = first; at < end; ) {
      while (nextRun < runs.length && runs[nextRun]!.last < at) nextRun++;
      const run = runs[nextRun];
      if (!run || run.first >= end) return true;
      at = Math.max(at, run.first);
      while (nextOther < others.length && others[nextOther]! < at) nextOther++;
      const other = others[nextOther] ?? Number.POSITIVE_INFINITY;
      const to = Math.min(end, run.last + 1, other);
      if (to > at && !addSegment(bars, run, at - first, to - first)) return false;
      at = to === other ? to + 1 : to;
    }
    return true;
  };

  const finish = () => {
    for (let seat = 0; seat < nextRows.length; seat++)
      leaveEmpty(seat, layout.offsets[seat + 1]! - layout.offsets[seat]!);
    corrections.apply(columns);
  };
  return { add, finish };
};
