import type { GrowingRows } from "../accounting/growing-rows.ts";

/** Rows of an instrument and a figure as two columns, with instruments renumbered. The rows are given back. */
export function takePairs(rows: GrowingRows, renumber: Int32Array): [Int32Array, Float64Array] {
  const instrument = new Int32Array(rows.length);
  const figure = new Float64Array(rows.length);
  for (let k = 0; k < instrument.length; k++) {
    instrument[k] = renumber[rows.at(k, 0)]!;
    figure[k] = rows.at(k, 1);
  }
  rows.release();
  return [instrument, figure];
}
