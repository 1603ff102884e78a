import { ok, type Result } from "../contract/result.ts";
import { coMoment, pairComplete, sampleDeviation, tooFew, zeroVariance } from "./returns.ts";

/**
 * cov(r, b) / var(b) over the times when neither is missing. No unit.
 * Fails with "too-few-observations" below two and "zero-variance" when the benchmark does not vary.
 */
export function beta(returns: Float64Array, benchmark: Float64Array): Result<number> {
  const { a, b } = pairComplete(returns, benchmark);
  if (a.length < 2) return tooFew("beta", 2, a.length);
  if (sampleDeviation(b) === 0) return zeroVariance("beta", "the benchmark does not vary");
  return ok(coMoment(a, b) / coMoment(b, b));
}
