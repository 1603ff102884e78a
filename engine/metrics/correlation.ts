import type { Result } from "../contract/result.ts";
import { finite, pairedObservations } from "./observations.ts";
import { coMoment, sampleDeviation, zeroVariance } from "./returns.ts";

/**
 * Pearson's correlation, Σ(a − ā)(b − b̄) / √(Σ(a − ā)²·Σ(b − b̄)²), over the times when neither is missing;
 * −1 to 1.
 * `first` and `second`: series of the same periods. Its square is the R² of one on the other.
 * Fails with "too-few-observations" below two, "zero-variance" when either does not vary and "bad-argument"
 * for unequal lengths.
 * @source Pearson (1895), "Notes on regression and inheritance".
 *
 * @example correlation(Float64Array.of(0.01, -0.02, 0.03), Float64Array.of(0.02, -0.01, 0)) // 0.433555
 */
export function correlation(first: Float64Array, second: Float64Array): Result<number> {
  const paired = pairedObservations("correlation", 2, first, second);
  if (!paired.ok) return paired;
  const { a, b } = paired.value;
  if (sampleDeviation(a) === 0 || sampleDeviation(b) === 0)
    return zeroVariance("correlation", "one of the series does not vary");
  const together = coMoment(a, b) / (Math.sqrt(coMoment(a, a)) * Math.sqrt(coMoment(b, b)));
  return finite("correlation", Math.max(-1, Math.min(1, together)));
}
