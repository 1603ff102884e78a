/** The values that are not missing, ascending: the one order of addition that no order of instruments changes. */
export function sortedPresent(values: Float64Array): Float64Array {
  return values.filter((x) => !Number.isNaN(x)).sort();
}

/** The mean of sorted values; NaN when there are none. */
export function meanOf(sorted: Float64Array): number {
  let sum = 0;
  for (const x of sorted) sum += x;
  return sorted.length === 0 ? Number.NaN : sum / sorted.length;
}
