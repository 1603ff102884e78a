import type { Result } from "../contract/result.ts";
import { finite, pairedObservations } from "./observations.ts";
import { sampleDeviation } from "./returns.ts";

/**
 * s·√A of the active return r − b, over the times when neither is missing. 0.05 is 5 % a year.
 * Fails with "too-few-observations" below two and "bad-argument" for unequal lengths.
 *
 * @example trackingError(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0), 12) // 0.08
 */
export function trackingError(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
): Result<number> {
  const paired = pairedObservations("tracking error", 2, returns, benchmark, { periodsPerYear });
  if (!paired.ok) return paired;
  const { a, b } = paired.value;
  const active = a.map((r, t) => r - b[t]!);
  return finite("tracking error", sampleDeviation(active, a, b) * Math.sqrt(periodsPerYear));
}
