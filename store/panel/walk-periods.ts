import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { reasonCode } from "./cell-reason.ts";
import type { EmitSegment } from "./fact-segments.ts";
import type { FirstRowBy } from "./first-row-by.ts";
import type { KnownPeriods, PeriodItem } from "./known-periods.ts";
import { upperBound } from "./search.ts";
import type { SeatedFacts } from "./seat-facts.ts";

/**
 * Cuts the rows of one seat into runs of one value of an earlier period or of twelve months, in order and without
 * gaps. A cell is stale (R7) exactly where that of the newest period is: what is older is not held against its age.
 */
export const walkPeriods = (
  { starts, knownAt }: SeatedFacts,
  seat: number,
  item: PeriodItem,
  decisionAt: Float64Array,
  ttlDays: number | null,
  periods: KnownPeriods,
  rowBy: FirstRowBy,
  emit: EmitSegment,
): void => {
  const rows = decisionAt.length;
  const lives = ttlDays === null ? Number.POSITIVE_INFINITY : ttlDays * MICROS_PER_DAY;
  periods.begin(seat);
  let row = 0;
  for (let at = starts[seat]!; at < starts[seat + 1]! && row < rows; at++) {
    const from = Math.min(rows, rowBy(knownAt[at]!));
    if (from > row) emitUntil(from);
    periods.take();
  }
  if (row < rows) emitUntil(rows);

  function emitUntil(end: number): void {
    const speaker = periods.speaker();
    const dies = speaker < 0 ? Number.POSITIVE_INFINITY : knownAt[speaker]! + lives;
    const stale = decisionAt[end - 1]! <= dies ? end : Math.max(row, upperBound(decisionAt, dies));
    const value = periods.value(item);
    if (stale > row) emit(row, stale, value, periods.reason);
    if (stale < end) emit(stale, end, Number.NaN, reasonCode.stale);
    row = end;
  }
};
