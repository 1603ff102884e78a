import type { Result } from "../contract/result.ts";
import { finite, pairedObservations } from "./observations.ts";
import { coMoment, sampleDeviation, zeroVariance } from "./returns.ts";

/**
 * cov(r, b) / var(b) over the times when neither is missing. No unit.
 * `returns` and `benchmark`: simple returns of the same periods.
 * Fails with "too-few-observations" below two, "zero-variance" when the benchmark does not vary and
 * "bad-argument" for unequal lengths or infinite values.
 *
 * @example beta(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0)) // 0.714286
 */
export function beta(returns: Float64Array, benchmark: Float64Array): Result<number> {
  const paired = pairedObservations("beta", 2, returns, benchmark);
  if (!paired.ok) return paired;
  const { a, b } = paired.value;
  if (sampleDeviation(b) === 0) return zeroVariance("beta", "the benchmark does not vary");
  return finite("beta", coMoment(a, b) / coMoment(b, b));
}
