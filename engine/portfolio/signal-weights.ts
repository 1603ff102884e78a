/**
 * Weights sᵢ⁺/Σsⱼ⁺ in proportion to a signal where it is positive, in index order; all 0 when it nowhere is.
 * @param signal one finite value per name
 * @example proportionalWeights(Float64Array.of(3, 1, -2)) // 0.75, 0.25, 0
 */
export function proportionalWeights(signal: Float64Array): Float64Array {
  let total = 0;
  for (const value of signal) total += Math.max(0, value);
  return total > 0 ? signal.map((value) => Math.max(0, value) / total) : new Float64Array(signal.length);
}

/**
 * Weights in proportion to the rank of a signal, 1 for the lowest, n for the highest; equal values share the
 * mean of their ranks. They sum to 1.
 * @param signal one value per name, none missing
 * @example rankWeights(Float64Array.of(10, -5, 3)) // 3/6, 1/6, 2/6
 */
export function rankWeights(signal: Float64Array): Float64Array {
  const total = (signal.length * (signal.length + 1)) / 2;
  return meanRanks(signal).map((rank) => rank / total);
}

/** Ranks from 1, ascending; equal values share the mean of theirs. */
export function meanRanks(signal: Float64Array): Float64Array {
  const sorted = signal.slice().sort();
  const ranks = new Float64Array(signal.length);
  for (let k = 0; k < signal.length; k++)
    ranks[k] = (countBelow(sorted, signal[k]!, false) + countBelow(sorted, signal[k]!, true) + 1) / 2;
  return ranks;
}

/** How many of the sorted values are below `value`, or not above it. */
function countBelow(sorted: Float64Array, value: number, isEqualCounted: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value || (isEqualCounted && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Weights of both signs from values on either side of their mean: the positive deviations share gross/2 in
 * proportion, the negative ones −gross/2. All 0 when the values are equal.
 * @example balancedWeights(Float64Array.of(4, 1, 3, 0), 1) // 1/3, −1/6, 1/6, −1/3
 */
export function balancedWeights(values: Float64Array, gross: number): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  // The mean of equal values may be a rounding away from them.
  if (!values.some((value) => value > mean) || !values.some((value) => value < mean))
    return new Float64Array(values.length);
  const longs = proportionalWeights(values.map((value) => value - mean));
  const shorts = proportionalWeights(values.map((value) => mean - value));
  return longs.map((long, i) => (long - shorts[i]!) * (gross / 2));
}
