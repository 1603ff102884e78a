import { isPriceField } from "./choose-fields.ts";
import type { BarBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { indexBarKeys } from "./rows-of-bars.ts";
import { lowerBound } from "./search.ts";

/** The few later versions of bars that a panel of first versions has to yield to. */
export interface BarCorrections {
  /** First versions were written into cells `[start, end)`; their instants, as halves of int64, begin at `from`. */
  noteFirstVersions(start: number, end: number, knownAt: Int32Array, from: number): void;
  /** Writes those that come after the first version of their cell in the order of R3. */
  apply(columns: readonly Float64Array[]): void;
}

interface Correction {
  readonly cell: number;
  readonly knownAt: number;
  readonly revision: number;
  readonly ingestSeq: number;
  readonly values: readonly number[];
}

const isAfter = (a: Correction, b: Correction): boolean =>
  (a.knownAt - b.knownAt || a.revision - b.revision || a.ingestSeq - b.ingestSeq) > 0;

/** Of a layout whose rows each show one bar of their own. */
export const gatherCorrections = (layout: PanelLayout, batches: readonly BarBatch[]): BarCorrections => {
  const isPrice = layout.fields.bars.map(isPriceField);
  const markets = layout.markets.map(({ barKeys, decisionAt }) => ({
    decisionAt,
    ...indexBarKeys(barKeys, "session"),
  }));
  const best = new Map<number, Correction>();
  for (const batch of batches) {
    for (let i = 0; i < batch.rowCount; i++) {
      const seat = batch.instrument[i]!;
      const { decisionAt, first, head } = markets[layout.instruments[seat]!.market]!;
      const row = head[batch.sessionDate![i]! - first] ?? -1;
      if (row < 0 || batch.knownAt[i]! > decisionAt[row]!) continue;
      const perUnit = batch.perUnit?.[i] ?? 1;
      const correction: Correction = {
        cell: layout.offsets[seat]! + row,
        knownAt: batch.knownAt[i]!,
        revision: batch.revision?.[i] ?? 0,
        ingestSeq: batch.ingestSeq?.[i] ?? 0,
        values: batch.values.map((values, c) => (isPrice[c] ? values[i]! / perUnit : values[i]!)),
      };
      const other = best.get(correction.cell);
      if (!other || isAfter(correction, other)) best.set(correction.cell, correction);
    }
  }
  const corrections = [...best.values()].sort((a, b) => a.cell - b.cell);
  const firstKnownAt = new Float64Array(corrections.length).fill(Number.NEGATIVE_INFINITY);
  const cells = Int32Array.from(corrections, ({ cell }) => cell);
  return {
    noteFirstVersions: (start, end, knownAt, from) => {
      for (let next = lowerBound(cells, start); next < cells.length && cells[next]! < end; next++) {
        const i = from + cells[next]! - start;
        firstKnownAt[next] = knownAt[2 * i + 1]! * 4_294_967_296 + (knownAt[2 * i]! >>> 0);
      }
    },
    apply: (columns) => {
      corrections.forEach(({ cell, knownAt, revision, values }, i) => {
        if ((knownAt - firstKnownAt[i]! || revision) < 0) return;
        columns.forEach((column, c) => {
          column[cell] = values[c]!;
        });
      });
    },
  };
};
