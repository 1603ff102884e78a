/** The values that are not missing, ascending: the one order of addition that no order of instruments changes. */
export function sortedPresent(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) present[n++] = values[i]!;
  return present.subarray(0, n).sort();
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
  const n = sorted.length;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (Number.isNaN(x)) {
      output[i] = Number.NaN;
      continue;
    }
    const first = countBelow(sorted, x);
    let last = first;
    while (last + 1 < n && sorted[last + 1] === x) last++;
    // Equal values stand from `first` to `last`; the mean of their places is half the sum of the ends.
    output[i] = (first + last) / 2;
  }
  return n;
}

/** How many sorted values are below x. */
function countBelow(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
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
