import { positionsOf } from "../../expression/present-values.ts";

/** The ranks of the values present, by a sort and a search: the reference of the compiled one. */
export function rank(values: Float64Array, output: Float64Array): void {
  const n = positionsOf(values, output);
  for (let i = 0; i < output.length; i++) output[i] = n === 1 && output[i] === 0 ? 0.5 : output[i]! / (n - 1);
}
