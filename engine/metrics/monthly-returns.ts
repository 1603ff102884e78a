import { monthOf } from "../backtest/rebalance-sessions.ts";
import { requireLevels } from "./require-levels.ts";

/** One year of monthly returns. */
export interface YearOfReturns {
  readonly year: number;
  /** Twelve entries, January first; NaN in a month outside the run. */
  readonly months: Float64Array;
  /** The return over the part of the year inside the run. */
  readonly total: number;
}

/**
 * Returns by calendar month, each from the last level before the month to the last one in it. Years ascend.
 * `dates` and `levels`: one entry per session, the first being the starting point; levels above 0. A missing
 * level is passed over, and a month without any has none. Throws an ArgumentError as `drawdownTable` does.
 *
 * @example monthlyReturns(Int32Array.of(0, 30, 31), Float64Array.of(100, 110, 121))[0].total // 0.21
 */
export function monthlyReturns(dates: Int32Array, levels: Float64Array): YearOfReturns[] {
  requireLevels(dates, levels);
  const years: { year: number; months: Float64Array; total: number }[] = [];
  const present = Array.from(dates.keys()).filter((t) => !Number.isNaN(levels[t]));
  let base = levels[present[0] ?? 0]!;
  let yearBase = base;
  for (let k = 1; k < present.length; k++) {
    const level = levels[present[k]!]!;
    const month = monthOf(dates[present[k]!]!);
    if (k + 1 < present.length && monthOf(dates[present[k + 1]!]!) === month) continue;
    const year = 1970 + Math.floor(month / 12);
    let row = years.at(-1);
    if (row?.year !== year) {
      yearBase = base;
      row = { year, months: new Float64Array(12).fill(Number.NaN), total: 0 };
      years.push(row);
    }
    row.months[month - (year - 1970) * 12] = level / base - 1;
    row.total = level / yearBase - 1;
    base = level;
  }
  return years;
}
