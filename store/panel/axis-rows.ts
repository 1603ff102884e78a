import { MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import type { DecisionRule } from "../contract/panel-request.ts";
import { type CalendarDay, dayAsKnown, isSession, lastTimely } from "./calendar-days.ts";
import { decisionInstant } from "./decision-instant.ts";
import { hasMinute, minutesOf } from "./session-minutes.ts";

/** The rows of a whole calendar, column by column, ascending: a long one has millions of minutes. */
export interface AxisRows {
  readonly sessionDates: number[];
  readonly openAt: number[];
  readonly closeAt: number[];
  readonly decisionAt: number[];
}

const noRows = (): AxisRows => ({ sessionDates: [], openAt: [], closeAt: [], decisionAt: [] });

/** A row for every session. */
export const layOutSessions = (days: readonly CalendarDay[], rule: DecisionRule, asOf: number): AxisRows => {
  const rows = noRows();
  for (const day of days) {
    const session = lastTimely(day, rule, asOf);
    if (!session || !isSession(session.status)) continue;
    rows.sessionDates.push(day.date);
    rows.openAt.push(session.openAt);
    rows.closeAt.push(session.closeAt);
    rows.decisionAt.push(decisionInstant(rule, session));
  }
  return rows;
};

/**
 * A row for every minute of every session. Whether a minute is one is asked of what was known at its own instant: a
 * market that closes early today keeps the minutes it has traded.
 */
export const layOutMinutes = (days: readonly CalendarDay[], rule: DecisionRule, asOf: number): AxisRows => {
  const rows = noRows();
  for (const day of days) {
    for (const openAt of plannedMinutes(day)) {
      const closeAt = openAt + MICROS_PER_MINUTE;
      const decisionAt = decisionInstant(rule, { sessionDate: day.date, openAt, closeAt });
      if (decisionAt > asOf) continue;
      const known = dayAsKnown(day, decisionAt);
      if (!known || !isSession(known.status) || !hasMinute(known, openAt)) continue;
      rows.sessionDates.push(day.date);
      rows.openAt.push(openAt);
      rows.closeAt.push(closeAt);
      rows.decisionAt.push(decisionAt);
    }
  }
  return rows;
};

/** Minutes that any version of the day has. */
const plannedMinutes = ({ versions }: CalendarDay): readonly number[] => {
  const sessions = versions.filter(({ status }) => isSession(status));
  if (sessions.length === 1) return minutesOf(sessions[0]!);
  return [...new Set(sessions.flatMap(minutesOf))].sort((a, b) => a - b);
};
