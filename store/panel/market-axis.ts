import { NO_SESSION } from "../../engine/contract/time.ts";
import type { DecisionRule } from "../contract/panel-request.ts";
import { layOutMinutes, layOutSessions } from "./axis-rows.ts";
import { resolveBarKeys } from "./bar-keys.ts";
import { type CalendarDay, dayAsKnown, groupDays, isSession } from "./calendar-days.ts";
import { decisionInstant } from "./decision-instant.ts";
import type { CalendarVersion } from "./panel-events.ts";
import { lowerBound, upperBound } from "./search.ts";
import { lastMinuteBy } from "./session-minutes.ts";

/** The rows of one market that a panel shows, and where they lie in the market's whole calendar. */
export interface MarketAxis {
  readonly mic: string;
  readonly currency: string;
  /** Rows of the calendar before the first row. */
  readonly firstSessionNumber: number;
  readonly sessionDates: Int32Array;
  /** Of each row the date of the one that was to follow, as the calendar stood at the row's decision instant. */
  readonly nextSessionDates: Int32Array;
  readonly openAt: Float64Array;
  readonly closeAt: Float64Array;
  readonly decisionAt: Float64Array;
  /** Which bar each row shows: a session date, or the beginning of a minute; NaN without one. */
  readonly barKeys: Float64Array;
  /** Every session of the calendar, also outside the rows: an ex-date between two sessions needs its neighbours. */
  readonly allSessions: Int32Array;
  /** The first row of each of them, counted from the start of the calendar, and the number of rows at the end. */
  readonly sessionStarts: Int32Array;
  /** The decision instants of all rows of the calendar. */
  readonly allDecisions: Float64Array;
}

/** What places dated facts on rows. */
export type RowAxis = Pick<MarketAxis, "firstSessionNumber" | "allSessions" | "sessionStarts" | "decisionAt">;

/** The axis with a row for every session of the calendar: what a panel from its very beginning would show. */
export const wholeAxis = (axis: MarketAxis): RowAxis => ({
  firstSessionNumber: 0,
  allSessions: axis.allSessions,
  sessionStarts: axis.sessionStarts,
  decisionAt: axis.allDecisions,
});

/** The row on which a date falls: the first of the first session on or after it. May lie outside the axis. */
export const rowOfDate = (axis: RowAxis, date: number): number =>
  axis.sessionStarts[lowerBound(axis.allSessions, date)]! - axis.firstSessionNumber;

export interface AxisRange {
  readonly from: number;
  readonly to: number;
  readonly warmUpSessions: number;
  readonly frequency: "session" | "minute";
  readonly rule: DecisionRule;
  /** Infinity: no cut. */
  readonly asOf: number;
  /** What neither ended nor was decided by then has no row: calendars reach into years of which nothing is known. */
  readonly knownTo: number;
}

/** R5: the rows of one market, each cut at its own instant; rows decided after `asOf` do not exist. */
export const layOutAxis = (
  market: { readonly mic: string; readonly currency: string },
  versions: readonly CalendarVersion[],
  range: AxisRange,
): MarketAxis => {
  const { rule, frequency, asOf } = range;
  const days = groupDays(versions);
  const all = frequency === "minute" ? layOutMinutes(days, rule, asOf) : layOutSessions(days, rule, asOf);
  const { allSessions, sessionStarts } = groupSessions(all.sessionDates);
  const first = sessionStarts[Math.max(0, lowerBound(allSessions, range.from) - range.warmUpSessions)]!;
  let end = sessionStarts[upperBound(allSessions, range.to)]!;
  const isDecided = (row: number) =>
    Math.min(all.closeAt[row]!, all.decisionAt[row]!) <= range.knownTo && all.decisionAt[row]! <= asOf;
  while (end > first && !isDecided(end - 1)) end--;
  const cut = (column: readonly number[]) => column.slice(first, Math.max(first, end));
  const rows = {
    sessionDates: cut(all.sessionDates),
    openAt: cut(all.openAt),
    decisionAt: cut(all.decisionAt),
  };
  return {
    ...market,
    firstSessionNumber: first,
    sessionDates: Int32Array.from(rows.sessionDates),
    nextSessionDates: resolveNextSessions(days, rows, rule, frequency),
    openAt: Float64Array.from(rows.openAt),
    closeAt: Float64Array.from(cut(all.closeAt)),
    decisionAt: Float64Array.from(rows.decisionAt),
    barKeys: resolveBarKeys(days, rule, frequency, rows),
    allSessions,
    sessionStarts,
    allDecisions: Float64Array.from(all.decisionAt),
  };
};

const groupSessions = (rowDates: readonly number[]) => {
  const sessions: number[] = [];
  const starts: number[] = [];
  rowDates.forEach((date, row) => {
    if (row > 0 && date === rowDates[row - 1]) return;
    sessions.push(date);
    starts.push(row);
  });
  starts.push(rowDates.length);
  return { allSessions: Int32Array.from(sessions), sessionStarts: Int32Array.from(starts) };
};

/**
 * R6: of each row the session date of the one that was to follow, by the versions known at the row's decision instant:
 * its own as long as its day had another minute, else that of the next session.
 */
const resolveNextSessions = (
  days: readonly CalendarDay[],
  rows: {
    readonly sessionDates: readonly number[];
    readonly openAt: readonly number[];
    readonly decisionAt: readonly number[];
  },
  rule: DecisionRule,
  frequency: "session" | "minute",
): Int32Array => {
  // A version that came after the instant it states itself makes no row, so no row may wait for it.
  const timely = days.map(({ date, versions }) => ({
    date,
    versions: versions.filter((version) => version.knownAt <= decisionInstant(rule, version)),
  }));
  let after = 0;
  return Int32Array.from(rows.decisionAt, (at, row) => {
    const date = rows.sessionDates[row]!;
    while (after < timely.length && timely[after]!.date <= date) after++;
    const today = frequency === "minute" ? dayAsKnown(days[after - 1]!, at) : undefined;
    if (today && isSession(today.status) && lastMinuteBy(today, today.closeAt) > rows.openAt[row]!)
      return date;
    for (let d = after; d < timely.length; d++) {
      const known = dayAsKnown(timely[d]!, at);
      if (known && isSession(known.status)) return timely[d]!.date;
    }
    return NO_SESSION;
  });
};
