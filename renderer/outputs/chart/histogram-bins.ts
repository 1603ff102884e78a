/** Counts of values in bins of equal width: bin i covers [edges[i], edges[i + 1]), the last one closed. */
export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const NICE_STEPS = [1, 2, 2.5, 5, 10];

const niceWidth = (width: number): number => {
  const power = 10 ** Math.floor(Math.log10(width));
  return power * NICE_STEPS.find((step) => step * power >= width * (1 - 1e-9))!;
};

/** Exactly `count` bins of one width from the lowest value to the highest. */
const plainEdges = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => (i === count ? high : low + ((high - low) * i) / count));

const countInto = (edges: readonly number[], sorted: Float64Array): number[] => {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  // A value on an edge belongs to the bin above it.
  for (const value of sorted) {
    while (bin + 1 < counts.length && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return counts;
};

const MAX_BINS = 60;

/**
 * Exactly `wanted` bins between the extremes, or bins with round edges by the rule of Freedman and Diaconis (1981),
 * width 2·IQR·n^(−1/3), at most 60, with zero always an edge, so that no bin mixes gains with losses. Missing and
 * infinite values are left out.
 */
export const histogramBins = (values: ArrayLike<number>, wanted?: number): Bins => {
  const sorted = Float64Array.from(Array.from(values).filter(Number.isFinite)).sort();
  const n = sorted.length;
  if (n === 0) return { edges: [], counts: [] };
  const low = sorted[0]!;
  const high = sorted[n - 1]!;
  // A spread that is only rounding is no spread.
  const resolution = 1e-12 * Math.max(Math.abs(low), Math.abs(high), 1e-280);
  if (high - low <= resolution) return { edges: [low, low], counts: [n] };
  if (wanted !== undefined) {
    const edges = plainEdges(low, high, wanted);
    return { edges, counts: countInto(edges, sorted) };
  }
  const spread = sorted[Math.floor(0.75 * (n - 1))]! - sorted[Math.floor(0.25 * (n - 1))]!;
  const width = niceWidth(Math.max((2 * spread) / Math.cbrt(n), (high - low) / MAX_BINS));
  const first = Math.floor(low / width);
  const last = Math.max(first + 1, Math.ceil(high / width));
  const edges = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * width);
  return { edges, counts: countInto(edges, sorted) };
};
