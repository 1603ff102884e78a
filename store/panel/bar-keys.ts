import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import type { DecisionRule } from "../contract/panel-request.ts";
import { type CalendarDay, dayAsKnown, isSession } from "./calendar-days.ts";
import type { CalendarVersion } from "./panel-events.ts";
import { upperBound } from "./search.ts";
import { lastMinuteBy } from "./session-minutes.ts";

/** No session has a date further ahead of its instants, in UTC, than this. */
const DAYS_AHEAD = 1;

/**
 * Which bar each row shows, by the session date of a daily bar or the beginning of a minute bar; NaN where there is
 * none. A row decided at the close shows its own, whatever the delay. Any other shows the newest that had ended by
 * its instant, as the calendar stood then.
 */
export const resolveBarKeys = (
  days: readonly CalendarDay[],
  rule: DecisionRule,
  frequency: "session" | "minute",
  rows: {
    readonly sessionDates: readonly number[];
    readonly openAt: readonly number[];
    readonly decisionAt: readonly number[];
  },
): Float64Array => {
  if (rule.kind === "close")
    return Float64Array.from(frequency === "minute" ? rows.openAt : rows.sessionDates);
  const dates = Int32Array.from(days, (day) => day.date);
  const endedIn = frequency === "minute" ? lastMinuteBy : endedSession;
  return Float64Array.from(rows.decisionAt, (at) => {
    const latest = Math.floor(at / MICROS_PER_DAY) + DAYS_AHEAD;
    for (let d = upperBound(dates, latest) - 1; d >= 0; d--) {
      const known = dayAsKnown(days[d]!, at);
      const key = known && isSession(known.status) ? endedIn(known, at) : Number.NaN;
      if (!Number.isNaN(key)) return key;
    }
    return Number.NaN;
  });
};

const endedSession = ({ sessionDate, closeAt }: CalendarVersion, at: number): number =>
  closeAt <= at ? sessionDate : Number.NaN;
