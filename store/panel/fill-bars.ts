import { reasonCode } from "./cell-reason.ts";
import { isPriceField } from "./choose-fields.ts";
import { prepareColumns } from "./column-memory.ts";
import type { BarBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { indexBarKeys } from "./rows-of-bars.ts";

export interface BarFiller {
  add(batch: BarBatch): void;
  readonly columns: readonly Float64Array<ArrayBuffer>[];
  /** Why the cells of each column are empty. Call when every batch is in. */
  reasons(): readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Fills the bar columns. A cell is the bar that its row shows, in the last version (R3) known at the row's decision
 * instant; NaN when none was known by then, since a bar that came late is not carried to a later row. The winner of a
 * cell does not depend on the order in which versions arrive. Prices quoted in pence become pounds.
 */
export const createBarFiller = (
  layout: PanelLayout,
  columns = prepareColumns(layout.fields.bars.length, layout.members.length),
): BarFiller => {
  const cells = layout.members.length;
  const { bars: fields } = layout.fields;
  for (const column of columns) column.fill(Number.NaN);
  if (fields.length === 0) return { add: () => {}, columns, reasons: () => [] };

  const isPrice = fields.map(isPriceField);
  const bestKnownAt = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
  const bestRevision = new Int32Array(cells);
  const bestIngestSeq = new Int32Array(cells);
  const comesLater = layout.hasReasons ? new Uint8Array(cells) : undefined;
  const markets = layout.markets.map(({ barKeys, decisionAt }) => ({
    decisionAt,
    ...indexBarKeys(barKeys, layout.frequency),
  }));
  const marketOf = Int32Array.from(layout.instruments, ({ market }) => market);
  const { offsets } = layout;
  // Cells that the rows of a batch win, and which row won each: then every column is written on its own.
  let wonCells = new Int32Array(0);
  let wonRows = new Int32Array(0);

  const add = (batch: BarBatch): void => {
    const { rowCount, instrument, knownAt, revision, ingestSeq } = batch;
    const keys = (layout.frequency === "minute" ? batch.minute : batch.sessionDate)!;
    if (wonCells.length < rowCount) {
      wonCells = grow(wonCells, rowCount);
      wonRows = grow(wonRows, rowCount);
    }
    let won = 0;
    // Bars of one instrument mostly come together.
    let seat = -1;
    let offset = 0;
    let { first, unit, head, next, decisionAt } = markets[0]!;
    for (let i = 0; i < rowCount; i++) {
      if (instrument[i] !== seat) {
        seat = instrument[i]!;
        offset = offsets[seat]!;
        ({ first, unit, head, next, decisionAt } = markets[marketOf[seat]!]!);
      }
      const place = unit === 1 ? keys[i]! - first : (keys[i]! - first) / unit;
      if (!(place >= 0 && place < head.length) || (unit !== 1 && !Number.isInteger(place))) continue;
      const at = knownAt[i]!;
      for (let row = head[place]!; row >= 0; row = next[row]!) {
        const cell = offset + row;
        if (at > decisionAt[row]!) {
          if (comesLater) comesLater[cell] = 1;
          continue;
        }
        const best = bestKnownAt[cell]!;
        if (at < best) continue;
        if (at === best) {
          const byRevision = (revision ? revision[i]! : 0) - bestRevision[cell]!;
          const bySequence = (ingestSeq ? ingestSeq[i]! : 0) - bestIngestSeq[cell]!;
          if (byRevision < 0 || (byRevision === 0 && bySequence <= 0)) continue;
        }
        // Zero is what these hold from the start, so that most of their memory is never touched.
        if (revision) bestRevision[cell] = revision[i]!;
        else if (best !== Number.NEGATIVE_INFINITY) bestRevision[cell] = 0;
        if (ingestSeq) bestIngestSeq[cell] = ingestSeq[i]!;
        else if (best !== Number.NEGATIVE_INFINITY) bestIngestSeq[cell] = 0;
        bestKnownAt[cell] = at;
        if (won === wonCells.length) {
          wonCells = grow(wonCells, 2 * won);
          wonRows = grow(wonRows, 2 * won);
        }
        wonCells[won] = cell;
        wonRows[won++] = i;
      }
    }
    for (let c = 0; c < columns.length; c++)
      write(columns[c]!, batch.values[c]!, isPrice[c] ? batch.perUnit : undefined, won, wonCells, wonRows);
  };

  const reasons = () =>
    columns.map((column) =>
      Uint8Array.from(column, (value, cell) => {
        if (!Number.isNaN(value)) return reasonCode.present;
        if (bestKnownAt[cell] !== Number.NEGATIVE_INFINITY) return reasonCode.withdrawn;
        return comesLater?.[cell] === 1 ? reasonCode.notYetKnown : reasonCode.neverReported;
      }),
    );

  return { add, columns, reasons: () => (layout.hasReasons ? reasons() : []) };
};

const write = (
  column: Float64Array,
  values: Float64Array,
  perUnit: Float64Array | undefined,
  won: number,
  cells: Int32Array,
  rows: Int32Array,
): void => {
  if (perUnit) for (let w = 0; w < won; w++) column[cells[w]!] = values[rows[w]!]! / perUnit[rows[w]!]!;
  else for (let w = 0; w < won; w++) column[cells[w]!] = values[rows[w]!]!;
};

const grow = (values: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(Math.max(2_048, length));
  larger.set(values);
  return larger;
};
