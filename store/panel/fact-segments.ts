import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { reasonCode } from "./cell-reason.ts";
import type { FirstRowBy } from "./first-row-by.ts";
import type { NewestFact } from "./newest-fact.ts";
import { upperBound } from "./search.ts";
import type { SeatedFacts } from "./seat-facts.ts";

/** Rows `[start, end)` show `value`, or are empty (NaN) for a reason. */
export type EmitSegment = (start: number, end: number, value: number, reason: number) => void;

/**
 * Cuts the rows of one seat into runs of one value, in order and without gaps: R4 says which version speaks, R7 until
 * when. A few steps per version, whatever the number of rows.
 */
export const walkSegments = (
  { starts, knownAt, value }: SeatedFacts,
  seat: number,
  decisionAt: Float64Array,
  ttlDays: number | null,
  newest: NewestFact,
  rowBy: FirstRowBy,
  emit: EmitSegment,
): void => {
  const rows = decisionAt.length;
  const end = starts[seat + 1]!;
  newest.begin(starts[seat]!);
  let row = 0;
  let speaker = -1;
  let unknown: number = starts[seat] === end ? reasonCode.neverReported : reasonCode.notYetKnown;
  for (let at = starts[seat]!; at < end; at++) {
    const speaking = newest.take();
    if (speaking === speaker && unknown === reasonCode.withdrawn) continue;
    const known = knownAt[at]!;
    // What became known after the last row's instant shows on none.
    const from = known <= decisionAt[row]! ? row : rowBy(known);
    if (from > row) emitOne(row, Math.min(from, rows));
    if (from >= rows) return;
    row = from;
    speaker = speaking;
    unknown = reasonCode.withdrawn;
  }
  if (row < rows) emitOne(row, rows);

  function emitOne(first: number, last: number): void {
    if (speaker < 0) {
      emit(first, last, Number.NaN, unknown);
      return;
    }
    const dies = ttlDays === null ? Number.POSITIVE_INFINITY : knownAt[speaker]! + ttlDays * MICROS_PER_DAY;
    const stale = decisionAt[last - 1]! <= dies ? last : Math.max(first, upperBound(decisionAt, dies));
    if (stale > first) emit(first, stale, value[speaker]!, reasonCode.present);
    if (stale < last) emit(stale, last, Number.NaN, reasonCode.stale);
  }
};
