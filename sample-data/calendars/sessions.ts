import { Temporal } from "temporal-polyfill";
import { dayOf, isoOf, isWeekend, yearMonthOf } from "./day.ts";
import { listDays, type MarketCalendar } from "./market-calendar.ts";

/** The sessions of one market, ascending. Instants are UTC microseconds. */
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

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Sessions and their UTC hours, from an exchange's announcements and the rules of its time zone. */
export const buildSessions = (calendar: MarketCalendar, firstIso: string, lastIso: string): Sessions => {
  const closures = new Set(listDays(calendar.closures));
  const halfDays = new Set(listDays(calendar.halfDays?.days ?? {}));
  const moved = new Map((calendar.movedHours ?? []).map((entry) => [entry.day, entry]));
  const rows: { day: number; open: number; close: number; isHalf: boolean; offset: number }[] = [];
  for (let day = dayOf(firstIso); day <= dayOf(lastIso); day++) {
    const iso = isoOf(day);
    if (isWeekend(day) || closures.has(iso)) continue;
    const regular = calendar.hours.findLast((hours) => hours.from <= iso);
    if (!regular) throw new Error(`${calendar.mic} has no hours on ${iso}`);
    const isHalf = halfDays.has(iso);
    const { open, close } = moved.get(iso) ?? regular;
    rows.push({
      day,
      open: minutesOf(open),
      close: minutesOf(isHalf ? (calendar.halfDays?.close ?? close) : close),
      isHalf,
      offset: offsetMinutes(iso, calendar.timeZone),
    });
  }
  const instant = (row: (typeof rows)[number], localMinutes: number) =>
    (row.day * 1440 + localMinutes - row.offset) * 60_000_000;
  return {
    dates: Int32Array.from(rows, (row) => row.day),
    openAt: Float64Array.from(rows, (row) => instant(row, row.open)),
    closeAt: Float64Array.from(rows, (row) => instant(row, row.close)),
    isHalfDay: Uint8Array.from(rows, (row) => (row.isHalf ? 1 : 0)),
    month: Uint8Array.from(rows, (row) => yearMonthOf(row.day).month),
    utcOffset: Int32Array.from(rows, (row) => row.offset),
  };
};

// Clocks change at night, so the offset at midday holds for the whole session.
const offsetMinutes = (iso: string, timeZone: string): number =>
  Temporal.ZonedDateTime.from(`${iso}T12:00[${timeZone}]`).offsetNanoseconds / 60_000_000_000;

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
