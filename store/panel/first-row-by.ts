import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { lowerBound } from "./search.ts";

/** The first row decided at an instant or later; the number of rows when there is none. */
export type FirstRowBy = (instant: number) => number;

/** A day has one row mostly, so its first row and a step or two replace a search through years. */
const FEW_STEPS = 4;

/** Prepares the search once for the many versions of a market. */
export const indexRowsByDay = (decisionAt: Float64Array): FirstRowBy => {
  const rows = decisionAt.length;
  if (rows === 0) return () => 0;
  const first = decisionAt[0]!;
  const last = decisionAt[rows - 1]!;
  const days = Math.floor((last - first) / MICROS_PER_DAY) + 1;
  const firstRows = new Int32Array(days);
  for (let day = 0, row = 0; day < days; day++) {
    while (decisionAt[row]! < first + day * MICROS_PER_DAY) row++;
    firstRows[day] = row;
  }
  return (instant) => {
    if (instant <= first) return 0;
    if (instant > last) return rows;
    let row = firstRows[Math.floor((instant - first) / MICROS_PER_DAY)]!;
    for (let step = 0; step < FEW_STEPS; step++, row++) if (decisionAt[row]! >= instant) return row;
    return row + lowerBound(decisionAt.subarray(row), instant);
  };
};
