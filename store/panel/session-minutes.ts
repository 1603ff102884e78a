import { MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import type { CalendarVersion } from "./panel-events.ts";

/** Whether an instant is the beginning of a minute of a session. The lunch break has none. */
export const hasMinute = (session: CalendarVersion, minute: number): boolean => {
  const { openAt, closeAt, breakStartAt = Number.NaN, breakEndAt = Number.NaN } = session;
  if (minute < openAt || minute + MICROS_PER_MINUTE > closeAt) return false;
  return (minute - openAt) % MICROS_PER_MINUTE === 0 && !(minute >= breakStartAt && minute < breakEndAt);
};

/** The beginnings of the minutes of a session, ascending. */
export const minutesOf = (session: CalendarVersion): number[] => {
  const minutes: number[] = [];
  for (let at = session.openAt; at < session.closeAt; at += MICROS_PER_MINUTE)
    if (hasMinute(session, at)) minutes.push(at);
  return minutes;
};

/** The beginning of the newest minute of a session that had ended by an instant; NaN before the first. */
export const lastMinuteBy = (session: CalendarVersion, at: number): number => {
  const { openAt, closeAt } = session;
  const whole = Math.floor((Math.min(closeAt, at) - openAt) / MICROS_PER_MINUTE);
  for (let minute = openAt + (whole - 1) * MICROS_PER_MINUTE; minute >= openAt; minute -= MICROS_PER_MINUTE)
    if (hasMinute(session, minute)) return minute;
  return Number.NaN;
};
