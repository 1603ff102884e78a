import { formatInstant } from "../format/date-format.ts";

/** The time of day of an instant in a zone: 09:30. */
export const clockIn = (micros: number, zone: string): string =>
  formatInstant(micros, zone).split(" ")[1] ?? "";

/** The hours of a session in a zone: 09:30–16:00. */
export const hoursIn = (day: { readonly openAt: number; readonly closeAt: number }, zone: string): string =>
  `${clockIn(day.openAt, zone)}–${clockIn(day.closeAt, zone)}`;

/** Time and zone, and the date where it is not the session's own. */
export const clockWithZone = (micros: number, zone: string, sessionDate: string): string => {
  const [date, time, ...name] = formatInstant(micros, zone).split(" ");
  return [...(date === sessionDate ? [] : [date]), time, ...name].join(" ");
};
