import { type EmitSegment, walkSegments } from "./fact-segments.ts";
import { fillSeat } from "./fill-seat.ts";
import { firstRowsOfDays, indexRowsByDay } from "./first-row-by.ts";
import { KnownPeriods } from "./known-periods.ts";
import { NewestFact } from "./newest-fact.ts";
import type { PanelLayout } from "./panel-layout.ts";
import type { SeatedFacts } from "./seat-facts.ts";
import { walkPeriods } from "./walk-periods.ts";

export interface FactColumns {
  readonly values: readonly Float64Array<ArrayBuffer>[];
  /** One per field when asked for, else none. */
  readonly reasons: readonly Uint8Array<ArrayBuffer>[];
}

/** Fills `values`, one per column of reported figures. Each cell is written once. */
export const fillFacts = (
  layout: PanelLayout,
  facts: SeatedFacts,
  values: readonly Float64Array<ArrayBuffer>[],
): FactColumns => {
  if (layout.hasReasons) return fillWithReasons(layout, facts, values);
  const { facts: fields, factColumns } = layout.fields;
  const newest = factColumns.map(({ item }, column) => (item ? -1 : column)).filter((column) => column >= 0);
  const dayRows = layout.markets.map(({ decisionAt }) => firstRowsOfDays(decisionAt));
  // Instruments outside, fields inside: the decision instants of one instrument stay at hand.
  for (let instrument = 0; instrument < layout.instruments.length; instrument++) {
    const { market } = layout.instruments[instrument]!;
    const { decisionAt } = layout.markets[market]!;
    const offset = layout.offsets[instrument]!;
    for (const column of newest) {
      const field = factColumns[column]!.fact;
      const seat = instrument * fields.length + field;
      const { ttlDays } = fields[field]!;
      fillSeat(values[column]!, offset, decisionAt, dayRows[market]!, facts, seat, ttlDays);
    }
  }
  if (newest.length < factColumns.length)
    eachSegment(layout, facts, "of items", (column, start, end, value) => {
      values[column]!.fill(value, start, end);
    });
  return { values, reasons: [] };
};

const fillWithReasons = (
  layout: PanelLayout,
  facts: SeatedFacts,
  values: readonly Float64Array<ArrayBuffer>[],
): FactColumns => {
  const reasons = layout.fields.factColumns.map(() => new Uint8Array(layout.members.length));
  eachSegment(layout, facts, "of all", (column, start, end, value, reason) => {
    values[column]!.fill(value, start, end);
    reasons[column]!.fill(reason, start, end);
  });
  return { values, reasons };
};

/** The runs of cells of each column, or only of those of other than the newest periods. */
const eachSegment = (
  layout: PanelLayout,
  facts: SeatedFacts,
  which: "of all" | "of items",
  write: (column: number, start: number, end: number, value: number, reason: number) => void,
): void => {
  const { facts: fields, factColumns } = layout.fields;
  const newest = new NewestFact(facts);
  const periods = new KnownPeriods(facts);
  const rowsBy = layout.markets.map(({ decisionAt }) => indexRowsByDay(decisionAt));
  layout.instruments.forEach(({ market }, instrument) => {
    const { decisionAt } = layout.markets[market]!;
    const offset = layout.offsets[instrument]!;
    factColumns.forEach(({ fact, item }, column) => {
      const seat = instrument * fields.length + fact;
      const { ttlDays } = fields[fact]!;
      const emit: EmitSegment = (start, end, value, reason) =>
        write(column, offset + start, offset + end, value, reason);
      if (item) walkPeriods(facts, seat, item, decisionAt, ttlDays, periods, rowsBy[market]!, emit);
      else if (which === "of all")
        walkSegments(facts, seat, decisionAt, ttlDays, newest, rowsBy[market]!, emit);
    });
  });
};
