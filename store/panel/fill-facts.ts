import { walkSegments } from "./fact-segments.ts";
import { indexRowsByDay } from "./first-row-by.ts";
import { NewestFact } from "./newest-fact.ts";
import type { OrderedFacts } from "./order-facts.ts";
import type { FactBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";

export interface FactColumns {
  readonly values: readonly Float64Array<ArrayBuffer>[];
  /** One per field when asked for, else none. */
  readonly reasons: readonly Uint8Array<ArrayBuffer>[];
}

/** A run shorter than this is written faster by hand than by the call of `fill`. */
const SHORT_RUN = 48;

/** Fills one column per fundamental field. Each cell is written once. */
export const fillFacts = (layout: PanelLayout, batch: FactBatch, ordered: OrderedFacts): FactColumns => {
  const fields = layout.fields.facts;
  const cells = layout.members.length;
  const values = fields.map(() => new Float64Array(cells));
  const reasons = layout.hasReasons ? fields.map(() => new Uint8Array(cells)) : [];
  const newest = new NewestFact(batch, ordered.order);
  const rowsBy = layout.markets.map(({ decisionAt }) => indexRowsByDay(decisionAt));
  let column = values[0]!;
  let reasonsOfField = reasons[0];
  let offset = 0;
  const emit = (start: number, end: number, value: number, reason: number): void => {
    if (end - start > SHORT_RUN) column.fill(value, offset + start, offset + end);
    else for (let cell = offset + start; cell < offset + end; cell++) column[cell] = value;
    reasonsOfField?.fill(reason, offset + start, offset + end);
  };
  // Instruments outside, fields inside: the decision instants of one instrument stay at hand.
  layout.instruments.forEach(({ market }, instrument) => {
    const { decisionAt } = layout.markets[market]!;
    offset = layout.offsets[instrument]!;
    fields.forEach(({ ttlDays }, field) => {
      column = values[field]!;
      reasonsOfField = reasons[field];
      const seat = instrument * fields.length + field;
      walkSegments(batch, ordered, seat, decisionAt, ttlDays, newest, rowsBy[market]!, emit);
    });
  });
  return { values, reasons };
};
