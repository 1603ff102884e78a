import type { Chart, TearSheet } from "../../../kernel/contract/display.ts";
import { partsOfSessionDate } from "../../format/date-format.ts";

/** Simple returns from one level to the next; NaN where either is missing. Length levels − 1. */
export const returnsOf = (levels: Float64Array): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: Math.max(0, levels.length - 1) }, (_, i) => levels[i + 1]! / levels[i]! - 1);

/** Return of each calendar year of a series of levels, from the last level before the year (or the first one). */
export const yearlyReturns = (dates: Int32Array, levels: Float64Array): ReadonlyMap<number, number> => {
  const byYear = new Map<number, number>();
  let base = levels[0] ?? Number.NaN;
  for (let index = 0; index < dates.length; index++) {
    const { year } = partsOfSessionDate(dates[index]!);
    byYear.set(year, levels[index]! / base - 1);
    const next = dates[index + 1];
    if (next !== undefined && partsOfSessionDate(next).year !== year) base = levels[index]!;
  }
  return byYear;
};

/** Bars of calendar years: the run's own monthly table for the strategy, the benchmark from its levels. */
export const calendarYearsChart = (
  sheet: Pick<TearSheet, "dates" | "benchmark" | "monthly">,
  names: { title: string; strategy: string; benchmark: string },
): Chart => {
  const benchmark = yearlyReturns(sheet.dates, sheet.benchmark);
  return {
    title: names.title,
    type: "bar",
    unit: "percent",
    x: { kind: "category", values: sheet.monthly.map(({ year }) => String(year)) },
    series: [
      { name: names.strategy, values: Float64Array.from(sheet.monthly, ({ total }) => total) },
      {
        name: names.benchmark,
        values: Float64Array.from(sheet.monthly, ({ year }) => benchmark.get(year) ?? Number.NaN),
      },
    ],
  };
};

/** The distribution of session returns. */
export const dailyReturnChart = (equity: Float64Array, title: string, name: string): Chart => {
  const values = returnsOf(equity);
  return {
    title,
    type: "histogram",
    unit: "percent",
    x: { kind: "number", label: "", values: Float64Array.from(values, (_, index) => index) },
    series: [{ name, values }],
  };
};
