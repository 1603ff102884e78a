import { ok, type Result } from "../contract/result.ts";
import { pairComplete, sampleDeviation, tooFew } from "./returns.ts";

/**
 * s·√A of the active return r − b, over the times when neither is missing. 0.05 is 5 % a year.
 * Fails with "too-few-observations" below two.
 */
export function trackingError(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear = 252,
): Result<number> {
  const { a, b } = pairComplete(returns, benchmark);
  if (a.length < 2) return tooFew("tracking error", 2, a.length);
  return ok(
    sampleDeviation(
      a.map((r, t) => r - b[t]!),
      a,
      b,
    ) * Math.sqrt(periodsPerYear),
  );
}
