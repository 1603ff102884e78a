const MILLIS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of an ISO date. */
export const dayOf = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / MILLIS_PER_DAY;

/** Days since 1970-01-01 of a year, a month (1 to 12) and a day of the month. */
export const dayAt = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) / MILLIS_PER_DAY;

/** ISO date of days since 1970-01-01. */
export const isoOf = (day: number): string => new Date(day * MILLIS_PER_DAY).toISOString().slice(0, 10);

/** 1 for Monday to 7 for Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

export const isWeekend = (day: number): boolean => weekdayOf(day) > 5;

/** Year and month (1 to 12) of a day. */
export const yearMonthOf = (day: number): { year: number; month: number } => {
  const date = new Date(day * MILLIS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
};

/** The last day of a month; months beyond 12 run into later years. */
export const endOfMonth = (year: number, month: number): number => Date.UTC(year, month, 0) / MILLIS_PER_DAY;
