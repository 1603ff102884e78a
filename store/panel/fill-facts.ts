import { walkSegments } from "./fact-segments.ts";
import { fillSeat } from "./fill-seat.ts";
import { firstRowsOfDays, indexRowsByDay } from "./first-row-by.ts";
import { NewestFact } from "./newest-fact.ts";
import type { PanelLayout } from "./panel-layout.ts";
import type { SeatedFacts } from "./seat-facts.ts";

export interface FactColumns {
  readonly values: readonly Float64Array<ArrayBuffer>[];
  /** One per field when asked for, else none. */
  readonly reasons: readonly Uint8Array<ArrayBuffer>[];
}

/** Fills `values`, one column per fundamental field. Each cell is written once. */
export const fillFacts = (
  layout: PanelLayout,
  facts: SeatedFacts,
  values: readonly Float64Array<ArrayBuffer>[],
): FactColumns => {
  const fields = layout.fields.facts;
  if (layout.hasReasons) return fillWithReasons(layout, facts, values);
  const dayRows = layout.markets.map(({ decisionAt }) => firstRowsOfDays(decisionAt));
  // Instruments outside, fields inside: the decision instants of one instrument stay at hand.
  for (let instrument = 0; instrument < layout.instruments.length; instrument++) {
    const { market } = layout.instruments[instrument]!;
    const { decisionAt } = layout.markets[market]!;
    const offset = layout.offsets[instrument]!;
    for (let field = 0; field < fields.length; field++) {
      const seat = instrument * fields.length + field;
      const { ttlDays } = fields[field]!;
      fillSeat(values[field]!, offset, decisionAt, dayRows[market]!, facts, seat, ttlDays);
    }
  }
  return { values, reasons: [] };
};

const fillWithReasons = (
  layout: PanelLayout,
  facts: SeatedFacts,
  values: readonly Float64Array<ArrayBuffer>[],
): FactColumns => {
  const fields = layout.fields.facts;
  const reasons = fields.map(() => new Uint8Array(layout.members.length));
  const newest = new NewestFact(facts);
  const rowsBy = layout.markets.map(({ decisionAt }) => indexRowsByDay(decisionAt));
  layout.instruments.forEach(({ market }, instrument) => {
    const { decisionAt } = layout.markets[market]!;
    const offset = layout.offsets[instrument]!;
    fields.forEach(({ ttlDays }, field) => {
      const seat = instrument * fields.length + field;
      walkSegments(facts, seat, decisionAt, ttlDays, newest, rowsBy[market]!, (start, end, value, reason) => {
        values[field]!.fill(value, offset + start, offset + end);
        reasons[field]!.fill(reason, offset + start, offset + end);
      });
    });
  });
  return { values, reasons };
};
