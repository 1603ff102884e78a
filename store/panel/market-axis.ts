import { NO_SESSION } from "../../engine/contract/time.ts";
import { groupBy } from "./group-by.ts";
import { type CalendarVersion, compareVersions } from "./panel-events.ts";
import { lowerBound, upperBound } from "./search.ts";

/** The sessions of one market that a panel shows, and where they lie in the market's whole calendar. */
export interface MarketAxis {
  readonly mic: string;
  readonly currency: string;
  /** Sessions of the calendar before the first row. */
  readonly firstSessionNumber: number;
  readonly sessionDates: Int32Array;
  /** Of each row the session that was to follow, as the calendar stood at the row's decision instant. */
  readonly nextSessionDates: Int32Array;
  readonly openAt: Float64Array;
  readonly closeAt: Float64Array;
  readonly decisionAt: Float64Array;
  /** Every session of the calendar, also outside the rows: an ex-date between two sessions needs its neighbours. */
  readonly allSessions: Int32Array;
  /** The decision instant of each of them. */
  readonly allDecisions: Float64Array;
}

/** What places dated facts on rows. */
export type RowAxis = Pick<MarketAxis, "firstSessionNumber" | "sessionDates" | "allSessions" | "decisionAt">;

/** The axis with a row for every session of the calendar: what a panel from its very beginning would show. */
export const wholeAxis = (axis: MarketAxis): RowAxis => ({
  firstSessionNumber: 0,
  sessionDates: axis.allSessions,
  allSessions: axis.allSessions,
  decisionAt: axis.allDecisions,
});

export interface AxisRange {
  readonly from: number;
  readonly to: number;
  readonly warmUpSessions: number;
  readonly delayMicros: number;
  /** Infinity: no cut. */
  readonly asOf: number;
  /** Sessions that close after it have no row: calendars reach into years of which nothing is known yet. */
  readonly knownTo: number;
}

const isSession = (status: string): boolean =>
  status === "open" || status === "half-day" || status === "moved";

/**
 * R6: calendars are data with versions. Of a day's versions, those count that were known by the decision instant
 * they themselves state (close + delay) and by `asOf`; the last of them says whether the day is a session. So what
 * is learned later never inserts, removes or moves an earlier row.
 */
export const resolveSessions = (
  versions: readonly CalendarVersion[],
  delayMicros: number,
  asOf: number,
): readonly CalendarVersion[] => {
  const byDate = new Map<number, CalendarVersion>();
  for (const version of versions) {
    if (version.knownAt > asOf || version.knownAt > version.closeAt + delayMicros) continue;
    const held = byDate.get(version.sessionDate);
    if (!held || compareVersions(version, held) > 0) byDate.set(version.sessionDate, version);
  }
  return [...byDate.values()]
    .filter((version) => isSession(version.status))
    .sort((a, b) => a.sessionDate - b.sessionDate);
};

/** R6: of each row the session that was to follow, by the versions known at the row's decision instant. */
const resolveNextSessions = (
  versions: readonly CalendarVersion[],
  rows: readonly CalendarVersion[],
  delayMicros: number,
): Int32Array => {
  const timely = versions.filter(({ knownAt, closeAt }) => knownAt <= closeAt + delayMicros);
  const days = [...groupBy(timely, (version) => version.sessionDate)]
    .map(([date, own]) => ({ date, versions: own.toSorted(compareVersions) }))
    .sort((a, b) => a.date - b.date);
  let after = 0;
  return Int32Array.from(rows, (row) => {
    const instant = row.closeAt + delayMicros;
    while (after < days.length && days[after]!.date <= row.sessionDate) after++;
    for (let d = after; d < days.length; d++) {
      const known = days[d]!.versions.findLast(({ knownAt }) => knownAt <= instant);
      if (known && isSession(known.status)) return days[d]!.date;
    }
    return NO_SESSION;
  });
};

/** R5: the rows of one market, each cut at its own close plus the delay; rows decided after `asOf` do not exist. */
export const layOutAxis = (
  market: { readonly mic: string; readonly currency: string },
  versions: readonly CalendarVersion[],
  range: AxisRange,
): MarketAxis => {
  const sessions = resolveSessions(versions, range.delayMicros, range.asOf);
  const allSessions = Int32Array.from(sessions, (session) => session.sessionDate);
  const first = Math.max(0, lowerBound(allSessions, range.from) - range.warmUpSessions);
  let end = upperBound(allSessions, range.to);
  const isDecided = ({ closeAt }: CalendarVersion) =>
    closeAt <= range.knownTo && closeAt + range.delayMicros <= range.asOf;
  while (end > first && !isDecided(sessions[end - 1]!)) end--;
  const rows = sessions.slice(first, Math.max(first, end));
  return {
    ...market,
    firstSessionNumber: first,
    sessionDates: Int32Array.from(rows, (row) => row.sessionDate),
    nextSessionDates: resolveNextSessions(versions, rows, range.delayMicros),
    openAt: Float64Array.from(rows, (row) => row.openAt),
    closeAt: Float64Array.from(rows, (row) => row.closeAt),
    decisionAt: Float64Array.from(rows, (row) => row.closeAt + range.delayMicros),
    allSessions,
    allDecisions: Float64Array.from(sessions, (session) => session.closeAt + range.delayMicros),
  };
};
