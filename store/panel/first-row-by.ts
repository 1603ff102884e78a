import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { lowerBound } from "./search.ts";

/** The first row decided at an instant or later; the number of rows when there is none. */
export type FirstRowBy = (instant: number) => number;

/** A day has one row mostly, so its first row and a step or two replace a search through years. */
const FEW_STEPS = 4;

/** Of each day since `first`, its first row. */
export interface DayRows {
  readonly first: number;
  readonly rowOfDay: Int32Array;
}

export const firstRowsOfDays = (decisionAt: Float64Array): DayRows => {
  const rows = decisionAt.length;
  if (rows === 0) return { first: 0, rowOfDay: new Int32Array(0) };
  const first = decisionAt[0]!;
  const days = Math.floor((decisionAt[rows - 1]! - first) / MICROS_PER_DAY) + 1;
  const rowOfDay = new Int32Array(days);
  for (let day = 0, row = 0; day < days; day++) {
    while (decisionAt[row]! < first + day * MICROS_PER_DAY) row++;
    rowOfDay[day] = row;
  }
  return { first, rowOfDay };
};

/** Prepares the search once for the many versions of a market. */
export const indexRowsByDay = (decisionAt: Float64Array): FirstRowBy => {
  const rows = decisionAt.length;
  if (rows === 0) return () => 0;
  const { first, rowOfDay } = firstRowsOfDays(decisionAt);
  const last = decisionAt[rows - 1]!;
  return (instant) => {
    if (instant <= first) return 0;
    if (instant > last) return rows;
    let row = rowOfDay[Math.floor((instant - first) / MICROS_PER_DAY)]!;
    for (let step = 0; step < FEW_STEPS; step++, row++) if (decisionAt[row]! >= instant) return row;
    return row + lowerBound(decisionAt.subarray(row), instant);
  };
};
