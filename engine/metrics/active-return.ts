import type { Result } from "../contract/result.ts";
import { cagr } from "./cagr.ts";
import { finite, pairedObservations } from "./observations.ts";

/**
 * CAGR of the returns less CAGR of the benchmark, over the times when neither is missing. 0.02 is 2 points a
 * year.
 * `returns` and `benchmark`: simple returns of the same periods.
 * Fails with "too-few-observations" when there is none, "ruin" after a return below −1 and "bad-argument" for
 * unequal lengths.
 *
 * @example activeReturn(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0), 12) // 0.0405059
 */
export function activeReturn(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
): Result<number> {
  const paired = pairedObservations("active return", 1, returns, benchmark, { periodsPerYear });
  if (!paired.ok) return paired;
  const own = cagr(paired.value.a, periodsPerYear);
  const other = cagr(paired.value.b, periodsPerYear);
  if (!own.ok) return own;
  return other.ok ? finite("active return", own.value - other.value) : other;
}
