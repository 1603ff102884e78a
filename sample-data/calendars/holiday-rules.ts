import { dayAt, endOfMonth, isWeekend, weekdayOf } from "./day.ts";

export const MONDAY = 1;
export const THURSDAY = 4;
export const SATURDAY = 6;
export const SUNDAY = 7;

/** The nth Monday (or other weekday) of a month. */
export const nthWeekday = (year: number, month: number, weekday: number, nth: number): number => {
  const first = dayAt(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
};

export const lastWeekday = (year: number, month: number, weekday: number): number => {
  const last = endOfMonth(year, month);
  return last - ((weekdayOf(last) - weekday + 7) % 7);
};

/** Sunday after the first full moon of spring in the Gregorian calendar's tables (Meeus, Jones and Butcher). */
export const easterSunday = (year: number): number => {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const counted = epact + toSunday - 7 * late + 114;
  return dayAt(year, Math.floor(counted / 31), (counted % 31) + 1);
};

/** Saturday is kept on the Friday before, Sunday on the Monday after. */
export const nearestWeekday = (day: number): number =>
  weekdayOf(day) === SATURDAY ? day - 1 : weekdayOf(day) === SUNDAY ? day + 1 : day;

/** The day itself, or the first day after it that is neither a weekend nor taken. */
export const nextFree = (day: number, isTaken: (day: number) => boolean = () => false): number => {
  let free = day;
  while (isWeekend(free) || isTaken(free)) free++;
  return free;
};

/** The last weekday on or before a day that is not taken. */
export const previousFree = (day: number, isTaken: (day: number) => boolean = () => false): number => {
  let free = day;
  while (isWeekend(free) || isTaken(free)) free--;
  return free;
};
