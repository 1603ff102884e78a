import { walkSegments } from "./fact-segments.ts";
import { NewestFact } from "./newest-fact.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { lowerBound } from "./search.ts";
import type { SeatedFacts } from "./seat-facts.ts";

const SHARES = "sharesOutstanding";

/**
 * Per instrument, how much the splits since the report that the first row carries have multiplied its shares, so
 * that a panel that begins later shows the same capitalisation. 1 without a report or without splits.
 */
export const resolveSharesSplitFactors = (layout: PanelLayout, facts: SeatedFacts): Float64Array => {
  const factors = new Float64Array(layout.instruments.length).fill(1);
  const fields = layout.fields.facts;
  const field = fields.findIndex(({ name }) => name === SHARES);
  if (field < 0) return factors;
  const newest = new NewestFact(facts);
  layout.earlierSplits.forEach((splits, instrument) => {
    if (splits.length === 0) return;
    const { allDecisions, firstSessionNumber } = layout.markets[layout.instruments[instrument]!.market]!;
    const upToFirstRow = allDecisions.subarray(0, firstSessionNumber + 1);
    const seat = instrument * fields.length + field;
    const rowBy = (instant: number) => lowerBound(upToFirstRow, instant);
    let last = Number.NaN;
    let tookEffect = -1;
    // A report takes effect on the first row that sees another value than the row before it.
    walkSegments(facts, seat, upToFirstRow, fields[field]!.ttlDays, newest, rowBy, (start, _, value) => {
      if (!Number.isNaN(value) && value !== last) tookEffect = start;
      last = value;
    });
    if (tookEffect < 0) return;
    for (const { row, ratio } of splits) if (row > tookEffect) factors[instrument]! *= ratio;
  });
  return factors;
};
