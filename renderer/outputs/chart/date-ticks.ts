import { formatMonth, partsOfSessionDate, sessionDateOf } from "../../format/date-format.ts";
import type { Locale } from "../../format/locale.ts";

/** Where a date axis has its marks, in session dates, and whether they name years, months or days. */
export interface DateTicks {
  readonly unit: "year" | "month" | "day";
  readonly at: readonly number[];
}

const DAYS_PER_YEAR = 365.25;
/** A run that begins later than this in a year or month does not begin it, and is not marked as if it did. */
const MAX_LATE_DAYS = 7;

const firstAtOrAfter = (dates: ArrayLike<number>, date: number): number | null => {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dates[middle]! < date) low = middle + 1;
    else high = middle;
  }
  return low < dates.length ? dates[low]! : null;
};

/**
 * Marks for the sessions between `from` and `to`: the first session of each January, thinned to at most `maxTicks`;
 * of each month when the range is under three years; evenly chosen sessions when it is under two months.
 */
export const dateTicks = (
  dates: ArrayLike<number>,
  from: number,
  to: number,
  maxTicks: number,
): DateTicks => {
  const years = (to - from) / DAYS_PER_YEAR;
  const unit = years >= 3 ? "year" : years >= 1 / 6 ? "month" : "day";
  const start = partsOfSessionDate(from);
  const candidates: number[] = [];
  const push = (date: number): void => {
    const session = firstAtOrAfter(dates, date);
    if (session === null || session < from || session > to || session === candidates.at(-1)) return;
    if (session - date <= MAX_LATE_DAYS) candidates.push(session);
  };
  if (unit === "year")
    for (let y = start.year; sessionDateOf(y, 1, 1) <= to; y++) push(sessionDateOf(y, 1, 1));
  else if (unit === "month")
    for (let m = start.month; sessionDateOf(start.year, m, 1) <= to; m++)
      push(sessionDateOf(start.year, m, 1));
  else for (let day = Math.ceil(from); day <= to; day++) push(day);
  const step = Math.max(1, Math.ceil(candidates.length / Math.max(1, maxTicks)));
  return { unit, at: candidates.filter((_, index) => index % step === 0) };
};

/** The words of one mark: 2020, Mar 2020 or 24 Mar. */
export const dateTickLabel = (date: number, unit: DateTicks["unit"], locale: Locale): string => {
  const { year, month, day } = partsOfSessionDate(date);
  if (unit === "year") return String(year);
  if (unit === "day") return locale === "ko" ? `${month}. ${day}.` : `${day} ${formatMonth(month, locale)}`;
  if (month === 1) return String(year);
  return formatMonth(month, locale);
};
