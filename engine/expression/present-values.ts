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

/**
 * Writes each present value's place 0 … n−1 in ascending order, ties sharing the mean of their places, NaN where it
 * is missing; returns n.
 */
export function positionsOf(values: Float64Array, output: Float64Array): number {
  const sorted = sortedPresent(values);
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    // Places of equal values run from `below` to `notAbove − 1`; their mean is half the sum of the ends.
    output[i] = Number.isNaN(x)
      ? Number.NaN
      : (countBelow(sorted, x, false) + countBelow(sorted, x, true) - 1) / 2;
  }
  return sorted.length;
}

/** How many sorted values are below x, or not above it. */
function countBelow(sorted: Float64Array, x: number, isInclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle]!;
    if (value < x || (isInclusive && value === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A percentile of ascending values by linear interpolation, `share` from 0 to 1; NaN when there are none. */
export function percentileOfSorted(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const a = sorted[below]!;
  const b = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return a + (b - a) * (position - below);
}
