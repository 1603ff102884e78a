import { ok, type Result } from "../contract/result.ts";
import { dropMissing, sampleDeviation, tooFew } from "./returns.ts";

/**
 * s·√A, s the sample standard deviation (n − 1) of simple periodic returns, missing ones dropped. 0.2 is 20 % a year.
 * Fails with "too-few-observations" below two.
 */
export function volatility(returns: Float64Array, periodsPerYear = 252): Result<number> {
  const present = dropMissing(returns);
  if (present.length < 2) return tooFew("volatility", 2, present.length);
  return ok(sampleDeviation(present) * Math.sqrt(periodsPerYear));
}
