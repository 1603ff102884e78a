import type { RebalanceRule } from "../contract/backtest.ts";
import { NO_SESSION, type SessionDate } from "../contract/time.ts";

/**
 * 1 for each session that is a rebalance session. The last session of a week (Monday to Sunday) or month is one
 * when the session that was to follow (`nextDates`), as the calendar stood then, is of the next period. When a
 * period ended otherwise than planned, because its last session was called off or the calendar went no further,
 * the first session of the next period makes up for it.
 */
export function markRebalanceSessions(
  dates: Int32Array,
  rule: RebalanceRule,
  nextDates?: Int32Array,
): Uint8Array {
  if (rule === "daily") return new Uint8Array(dates.length).fill(1);
  const period = rule === "weekly" ? weekOf : monthOf;
  const marks = new Uint8Array(dates.length);
  for (let row = 0; row < dates.length; row++) {
    const own = period(dates[row]!);
    const next = (nextDates ?? dates)[nextDates ? row : row + 1] ?? NO_SESSION;
    const isLast = next !== NO_SESSION && period(next) !== own;
    const makesUp = row > 0 && period(dates[row - 1]!) !== own && marks[row - 1] === 0;
    marks[row] = isLast || makesUp ? 1 : 0;
  }
  return marks;
}

/** Weeks since the one of 1970-01-01, a Thursday. */
const weekOf = (date: SessionDate) => Math.floor((date + 3) / 7);

/** The first days of 1900 and of 2200: between them months are looked up. */
const TABLE_FROM = -25_567;
const TABLE_TO = 84_006;
let table: Int16Array | undefined;

/** Months since January 1970. Each session asks some times, so the months of known days are kept: 0.2 MB. */
export function monthOf(date: SessionDate): number {
  if (date < TABLE_FROM || date >= TABLE_TO) return computeMonth(date);
  table ??= createTable();
  return table[date - TABLE_FROM]!;
}

function createTable(): Int16Array {
  const months = new Int16Array(TABLE_TO - TABLE_FROM);
  for (let first = TABLE_FROM; first < TABLE_TO; ) {
    // From the first day of a month, 31 days on is one of the first days of the next.
    const next = first + 32 - civilDate(first + 31).day;
    months.fill(computeMonth(first), first - TABLE_FROM, next - TABLE_FROM);
    first = next;
  }
  return months;
}

function computeMonth(date: SessionDate): number {
  const { year, month } = civilDate(date);
  return (year - 1970) * 12 + month - 1;
}

/**
 * Year, month (1–12) and day of a session date in the Gregorian calendar.
 * Works in 400-year eras that begin on 1 March, so that leap days end a year.
 */
export function civilDate(date: SessionDate): { year: number; month: number; day: number } {
  const z = date + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** A session date as YYYY-MM-DD. */
export function formatSessionDate(date: SessionDate): string {
  const { year, month, day } = civilDate(date);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
