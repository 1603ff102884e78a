import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import type { DayRows } from "./first-row-by.ts";
import { speakerAfterWithdrawal } from "./newest-fact.ts";
import { lowerBound, upperBound } from "./search.ts";
import type { SeatedFacts } from "./seat-facts.ts";

/** A run shorter than this is written faster by hand than by the call of `fill`. */
const SHORT_RUN = 16;
/** To multiply instead of dividing takes a twentieth off the fill. */
const DAYS_PER_MICRO = 1 / MICROS_PER_DAY;
/** More than a product of ten thousand years is rounded by. */
const ROUNDING_DAYS = 1e-6;
/** A day has one row mostly; where it has hundreds of minutes they are searched. */
const FEW_STEPS = 4;

/**
 * Writes the values of one seat by R4 and R7: what `walkSegments` says, without the reasons, in one loop over numbers
 * that calls nothing for a usual version. It is what a panel of fundamentals spends its time in.
 */
export const fillSeat = (
  column: Float64Array,
  offset: number,
  decisionAt: Float64Array,
  { first, rowOfDay }: DayRows,
  { starts, periodEnd, knownAt, value }: SeatedFacts,
  seat: number,
  ttlDays: number | null,
): void => {
  const rows = decisionAt.length;
  const last = rows === 0 ? Number.NEGATIVE_INFINITY : decisionAt[rows - 1]!;
  const lives = ttlDays === null ? Number.POSITIVE_INFINITY : ttlDays * MICROS_PER_DAY;
  const start = starts[seat]!;
  const end = starts[seat + 1]!;
  let period = Number.NEGATIVE_INFINITY;
  let speaker = -1;
  let shown = Number.NaN;
  let dies = Number.POSITIVE_INFINITY;
  let row = 0;
  for (let index = start; index < end; index++) {
    const ends = periodEnd[index]!;
    if (ends < period) continue;
    const reported = value[index]!;
    let speaking = index;
    if (Number.isNaN(reported)) {
      if (ends !== period) continue;
      speaking = speakerAfterWithdrawal(periodEnd, value, start, index + 1);
    }
    period = speaking < 0 ? Number.NEGATIVE_INFINITY : periodEnd[speaking]!;
    if (speaking === speaker) continue;
    const known = knownAt[index]!;
    // What became known after the last row's instant shows on none.
    if (known > last) break;
    let from = row;
    if (known > decisionAt[row]!) {
      // Rounded up it would be a row too late; a row too early is found by the steps below.
      const day = rowOfDay[((known - first) * DAYS_PER_MICRO - ROUNDING_DAYS) | 0]!;
      if (day > from) from = day;
      for (let step = 0; step < FEW_STEPS && decisionAt[from]! < known; step++) from++;
      if (decisionAt[from]! < known) from += lowerBound(decisionAt.subarray(from), known);
      if (decisionAt[from - 1]! > dies) fillUntilStale(column, offset, decisionAt, row, from, shown, dies);
      else if (from - row > SHORT_RUN) column.fill(shown, offset + row, offset + from);
      else for (let cell = offset + row, to = offset + from; cell < to; cell++) column[cell] = shown;
      row = from;
    }
    speaker = speaking;
    shown = speaker < 0 ? Number.NaN : value[speaker]!;
    dies = speaker < 0 ? Number.POSITIVE_INFINITY : knownAt[speaker]! + lives;
  }
  fillUntilStale(column, offset, decisionAt, row, rows, shown, dies);
};

const fillUntilStale = (
  column: Float64Array,
  offset: number,
  decisionAt: Float64Array,
  start: number,
  end: number,
  shown: number,
  dies: number,
): void => {
  const stale = Math.min(end, Math.max(start, upperBound(decisionAt, dies)));
  column.fill(shown, offset + start, offset + stale);
  column.fill(Number.NaN, offset + stale, offset + end);
};
