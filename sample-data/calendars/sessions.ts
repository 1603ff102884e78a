import { listVersions, type SessionVersion } from "./calendar-versions.ts";
import { yearMonthOf } from "./day.ts";
import type { MarketCalendar } from "./market-calendar.ts";
import { utcOffset } from "./utc-offset.ts";

/** The sessions that one market held in the end, ascending. Instants are UTC microseconds. */
export interface Sessions {
  readonly dates: Int32Array;
  readonly openAt: Float64Array;
  readonly closeAt: Float64Array;
  readonly isHalfDay: Uint8Array;
  /** 1 to 12. */
  readonly month: Uint8Array;
  /** Minutes to add to UTC for local time at midday of the session. */
  readonly utcOffset: Int32Array;
}

/** The last version of each day, without the days called off. */
export const listHeldSessions = (versions: readonly SessionVersion[]): SessionVersion[] => {
  const last = new Map<number, SessionVersion>();
  for (const version of versions) last.set(version.sessionDate, version);
  return [...last.values()].filter(({ status }) => status !== "closed");
};

/** Sessions and their UTC hours with hindsight: by the last word on each day. */
export const buildSessions = (calendar: MarketCalendar, firstIso: string, lastIso: string): Sessions => {
  const rows = listHeldSessions(listVersions(calendar, firstIso, lastIso));
  const offsetOn = utcOffset(calendar.timeZone);
  return {
    dates: Int32Array.from(rows, (row) => row.sessionDate),
    openAt: Float64Array.from(rows, (row) => row.openAt),
    closeAt: Float64Array.from(rows, (row) => row.closeAt),
    isHalfDay: Uint8Array.from(rows, (row) => (row.status === "half-day" ? 1 : 0)),
    month: Uint8Array.from(rows, (row) => yearMonthOf(row.sessionDate).month),
    utcOffset: Int32Array.from(rows, (row) => offsetOn(row.sessionDate)),
  };
};

/** Index of the last session on or before a day; -1 before the first. */
export const sessionAtOrBefore = (sessions: Sessions, day: number): number => {
  let low = 0;
  let high = sessions.dates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sessions.dates[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** The UTC instant of a local clock time on any day near the market's sessions. */
export const localInstant = (sessions: Sessions, day: number, localMinutes: number): number => {
  const offset = sessions.utcOffset[Math.max(0, sessionAtOrBefore(sessions, day))]!;
  return (day * 1440 + localMinutes - offset) * 60_000_000;
};
