import type { DecisionRule } from "../contract/panel-request.ts";
import { decisionInstant } from "./decision-instant.ts";
import { groupBy } from "./group-by.ts";
import { type CalendarVersion, compareVersions } from "./panel-events.ts";

/** One day of one market's calendar: all that was ever said about it, in the order of R3. */
export interface CalendarDay {
  readonly date: number;
  readonly versions: readonly CalendarVersion[];
}

export const isSession = (status: string): boolean =>
  status === "open" || status === "half-day" || status === "moved";

/** The days of one market, ascending. */
export const groupDays = (versions: readonly CalendarVersion[]): readonly CalendarDay[] =>
  [...groupBy(versions, (version) => version.sessionDate)]
    .map(([date, own]) => ({ date, versions: own.length === 1 ? own : own.toSorted(compareVersions) }))
    .sort((a, b) => a.date - b.date);

/** R6: what was known of a day at an instant. */
export const dayAsKnown = ({ versions }: CalendarDay, at: number): CalendarVersion | undefined => {
  for (let i = versions.length - 1; i >= 0; i--) if (versions[i]!.knownAt <= at) return versions[i];
  return undefined;
};

/**
 * R6: calendars are data with versions. Of a day's versions, those count that were known by the decision instant
 * they themselves state and by `asOf`; the last of them says whether the day is a session. So what is learned later
 * never inserts, removes or moves an earlier row.
 */
export const lastTimely = (day: CalendarDay, rule: DecisionRule, asOf: number): CalendarVersion | undefined =>
  day.versions.findLast(
    (version) => version.knownAt <= asOf && version.knownAt <= decisionInstant(rule, version),
  );

/** The sessions of one market, by the rule of `lastTimely`. */
export const resolveSessions = (
  versions: readonly CalendarVersion[],
  rule: DecisionRule,
  asOf: number,
): readonly CalendarVersion[] =>
  groupDays(versions).flatMap((day) => {
    const last = lastTimely(day, rule, asOf);
    return last && isSession(last.status) ? [last] : [];
  });
