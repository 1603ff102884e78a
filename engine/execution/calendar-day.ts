import type { SessionDate } from "../contract/time.ts";

/**
 * The session date of a day of the Gregorian calendar, months from 1: days since 1970-01-01. Years count from 1 March,
 * so that the leap day is a year's last, in eras of 400 years.
 */
export function sessionDateOf(year: number, month: number, day: number): SessionDate {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
