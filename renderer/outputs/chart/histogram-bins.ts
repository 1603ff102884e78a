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

/**
 * Bins with round edges by the rule of Freedman and Diaconis (1981), width 2·IQR·n^(−1/3), at most `maxBins`.
 * Missing and infinite values are left out. Zero is always an edge, so that no bin mixes gains with losses.
 */
export const histogramBins = (values: ArrayLike<number>, maxBins = 60): Bins => {
  const sorted = Float64Array.from(Array.from(values).filter(Number.isFinite)).sort();
  const n = sorted.length;
  if (n === 0) return { edges: [], counts: [] };
  const low = sorted[0]!;
  const high = sorted[n - 1]!;
  // A spread that is only rounding is no spread.
  const resolution = 1e-12 * Math.max(Math.abs(low), Math.abs(high), 1e-280);
  if (high - low <= resolution) return { edges: [low, low], counts: [n] };
  const spread = sorted[Math.floor(0.75 * (n - 1))]! - sorted[Math.floor(0.25 * (n - 1))]!;
  const wanted = (2 * spread) / Math.cbrt(n);
  const width = niceWidth(Math.max(wanted, (high - low) / maxBins));
  const first = Math.floor(low / width);
  const last = Math.max(first + 1, Math.ceil(high / width));
  const edges = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * width);
  const counts = new Array<number>(last - first).fill(0);
  for (const value of sorted) {
    // A value on an edge belongs to the bin above it, whatever the division rounds to.
    let bin = Math.min(counts.length - 1, Math.max(0, Math.floor(value / width) - first));
    if (bin + 1 < counts.length && value >= edges[bin + 1]!) bin++;
    else if (bin > 0 && value < edges[bin]!) bin--;
    counts[bin]!++;
  }
  return { edges, counts };
};
