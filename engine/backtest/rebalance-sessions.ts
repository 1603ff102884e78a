import type { RebalanceRule } from "../contract/backtest.ts";
import type { SessionDate } from "../contract/time.ts";

/**
 * 1 for each session that is a rebalance session. The last session of a week (Monday to Sunday) or month is one
 * only when the panel shows a session of the next period: whether a period goes on after the panel's last
 * session is not in the panel, and adding rows must not change an earlier answer.
 */
export function markRebalanceSessions(dates: Int32Array, rule: RebalanceRule): Uint8Array {
  const marks = new Uint8Array(dates.length);
  for (let row = 0; row < dates.length; row++) {
    if (rule === "daily") marks[row] = 1;
    else if (row + 1 < dates.length) {
      const period = rule === "weekly" ? weekOf : monthOf;
      marks[row] = period(dates[row]!) === period(dates[row + 1]!) ? 0 : 1;
    }
  }
  return marks;
}

/** Weeks since the one of 1970-01-01, a Thursday. */
const weekOf = (date: SessionDate) => Math.floor((date + 3) / 7);

/** Months since January 1970. */
export function monthOf(date: SessionDate): number {
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
