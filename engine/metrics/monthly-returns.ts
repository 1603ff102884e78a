import { monthOf } from "../backtest/rebalance-sessions.ts";

/** One year of monthly returns. */
export interface YearOfReturns {
  readonly year: number;
  /** Twelve entries, January first; NaN in a month outside the run. */
  readonly months: Float64Array;
  /** The return over the part of the year inside the run. */
  readonly total: number;
}

/** Returns by calendar month, each from the last level before the month to the last one in it. Years ascend. */
export function monthlyReturns(dates: Int32Array, levels: Float64Array): YearOfReturns[] {
  const years: { year: number; months: Float64Array; total: number }[] = [];
  let base = levels[0]!;
  let yearBase = levels[0]!;
  for (let t = 1; t < dates.length; t++) {
    const month = monthOf(dates[t]!);
    if (t + 1 < dates.length && monthOf(dates[t + 1]!) === month) continue;
    const year = 1970 + Math.floor(month / 12);
    let row = years.at(-1);
    if (row?.year !== year) {
      yearBase = base;
      row = { year, months: new Float64Array(12).fill(Number.NaN), total: 0 };
      years.push(row);
    }
    row.months[month - (year - 1970) * 12] = levels[t]! / base - 1;
    row.total = levels[t]! / yearBase - 1;
    base = levels[t]!;
  }
  return years;
}
