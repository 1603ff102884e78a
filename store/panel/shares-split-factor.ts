import { groupBySeat } from "./fill-facts.ts";
import type { MarketAxis } from "./market-axis.ts";
import type { FactBatch } from "./panel-events.ts";
import type { PanelLayout } from "./panel-layout.ts";
import type { ResolvedAction } from "./resolve-actions.ts";
import { FactWalk, isStale } from "./resolve-facts.ts";

const SHARES = "sharesOutstanding";

/**
 * Per instrument, how much the splits since the report that the first row carries have multiplied its shares, so
 * that a panel that begins later shows the same capitalisation. 1 without a report or without splits.
 */
export const resolveSharesSplitFactors = (layout: PanelLayout, batch: FactBatch): Float64Array => {
  const factors = new Float64Array(layout.instruments.length).fill(1);
  const fields = layout.fields.facts;
  const field = fields.findIndex(({ name }) => name === SHARES);
  if (field < 0 || layout.earlierSplits.every((splits) => splits.length === 0)) return factors;
  const seats = groupBySeat(batch, fields.length);
  layout.earlierSplits.forEach((splits, instrument) => {
    const versions = seats.get(instrument * fields.length + field);
    if (splits.length === 0 || !versions) return;
    const axis = layout.markets[layout.instruments[instrument]!.market]!;
    factors[instrument] = walkToFirstRow(axis, new FactWalk(batch, versions), fields[field]!.ttlDays, splits);
  });
  return factors;
};

/** A report takes effect on the first session that sees another value than the session before it. */
const walkToFirstRow = (
  axis: MarketAxis,
  walk: FactWalk,
  ttlDays: number | null,
  splits: readonly ResolvedAction[],
): number => {
  let factor = 1;
  let last = Number.NaN;
  let next = 0;
  for (let session = 0; session <= axis.firstSessionNumber; session++) {
    const instant = axis.allDecisions[session]!;
    const known = walk.advanceTo(instant);
    const shares = isStale(known.knownAt, instant, ttlDays) ? Number.NaN : known.value;
    for (; next < splits.length && splits[next]!.row <= session; next++) factor *= splits[next]!.ratio;
    if (!Number.isNaN(shares) && shares !== last) factor = 1;
    last = shares;
  }
  return factor;
};
