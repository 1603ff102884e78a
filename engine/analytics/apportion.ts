import { exponentOf, scaleByPowerOfTwo } from "../math/powers-of-two.ts";

/** Below this all is nothing: no share of a return is so small, and powers of two are normal above it. */
const NOTHING = 1e-250;

/** Parts whose sum is the total: bit for bit, in whatever order they are added. */
export interface ExactParts {
  readonly parts: Float64Array;
  readonly total: number;
}

/** Whether parts and their sizes stay so far inside the range of a double that `apportion` can add them. */
export function isInRange(...parts: readonly number[]): boolean {
  return parts.every((part) => Math.abs(part) < 1e280);
}

/**
 * Rounds parts and their total to a common grid on which every sum of them is exact, some last bits of
 * Σ|part|, and gives what rounding left over (a few grid steps) to the largest part, the first of equals.
 * `parts`: in range, adding up to `total` but for rounding.
 */
export function apportion(parts: Float64Array, total: number): ExactParts {
  let size = Math.abs(total);
  for (const part of parts) size += Math.abs(part);
  if (!(size > NOTHING)) return { parts: new Float64Array(parts.length), total: 0 };
  // No sum of multiples of 2^(e − 50) below 2^(e + 2) needs more than 53 bits; that leaves room for the
  // leftover.
  const grid = scaleByPowerOfTwo(1, exponentOf(size) - 50);
  const rounded = parts.map((part) => Math.round(part / grid) * grid);
  const target = Math.round(total / grid) * grid;
  let largest = 0;
  let sum = 0;
  rounded.forEach((part, k) => {
    sum += part;
    if (Math.abs(part) > Math.abs(rounded[largest]!)) largest = k;
  });
  if (rounded.length > 0) rounded[largest]! += target - sum;
  return { parts: rounded, total: target };
}
