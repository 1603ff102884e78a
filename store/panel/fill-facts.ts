import type { FactBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { FactWalk, isStale } from "./resolve-facts.ts";

/** Fills one column per fundamental field: R4 decides the value of a row, R7 empties it when it is too old. */
export const fillFacts = (layout: PanelLayout, batch: FactBatch): readonly Float64Array[] => {
  const fields = layout.fields.facts;
  const columns = fields.map(() => new Float64Array(layout.members.length).fill(Number.NaN));
  for (const [seat, indices] of groupBySeat(batch, fields.length)) {
    const instrument = Math.floor(seat / fields.length);
    const field = seat % fields.length;
    fillSeries(
      columns[field]!,
      layout.offsets[instrument]!,
      layout.markets[layout.instruments[instrument]!.market]!.decisionAt,
      new FactWalk(batch, indices),
      fields[field]!.ttlDays,
    );
  }
  return columns;
};

const fillSeries = (
  column: Float64Array,
  offset: number,
  decisionAt: Float64Array,
  walk: FactWalk,
  ttlDays: number | null,
): void => {
  for (let row = 0; row < decisionAt.length; row++) {
    const instant = decisionAt[row]!;
    const known = walk.advanceTo(instant);
    if (!isStale(known.knownAt, instant, ttlDays)) column[offset + row] = known.value;
  }
};

/** The indices of the versions of one field of one instrument, by instrument · fields + field. */
export const groupBySeat = (batch: FactBatch, fieldCount: number): Map<number, number[]> => {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < batch.rowCount; i++) {
    const seat = batch.instrument[i]! * fieldCount + batch.field[i]!;
    const group = groups.get(seat);
    if (group) group.push(i);
    else groups.set(seat, [i]);
  }
  return groups;
};
