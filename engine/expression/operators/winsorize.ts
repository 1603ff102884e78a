import type { CrossSectionOperator } from "../operator.ts";
import { sortedPresent } from "../present-values.ts";

/**
 * Values below the p-th or above the (100 − p)-th percentile of the members present at the instant are moved to
 * it; p in percent, percentiles by linear interpolation. Unit: unchanged. Missing stays missing.
 */
export const winsorize: CrossSectionOperator = {
  kind: "cross-section",
  name: "winsorize",
  run: (values, output, p) => {
    const sorted = sortedPresent(values);
    const low = percentileOfSorted(sorted, p / 100);
    const high = percentileOfSorted(sorted, 1 - p / 100);
    for (let i = 0; i < values.length; i++) {
      const x = values[i]!;
      output[i] = Number.isNaN(x) ? Number.NaN : Math.min(Math.max(x, low), high);
    }
  },
};

function percentileOfSorted(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const a = sorted[below]!;
  const b = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return a + (b - a) * (position - below);
}
