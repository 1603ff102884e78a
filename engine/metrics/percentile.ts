import { invariant } from "../invariant.ts";

/**
 * The linearly interpolated percentile at position share·(n − 1) of the sorted values; 0 ≤ share ≤ 1, n ≥ 1.
 */
export function percentile(values: Float64Array, share: number): number {
  invariant(values.length > 0, "a percentile has at least one value");
  const sorted = values.slice().sort();
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}
