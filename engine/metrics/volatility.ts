import type { Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { sampleDeviation } from "./returns.ts";

/**
 * s·√A, s the sample standard deviation (n − 1) of simple periodic returns, missing ones dropped. 0.2 is 20 %
 * a year. Fails with "too-few-observations" below two.
 *
 * @example volatility(Float64Array.of(0.01, -0.02, 0.03), 12) // 0.087178
 */
export function volatility(returns: Float64Array, periodsPerYear = 252): Result<number> {
  const present = observations("volatility", 2, returns, { periodsPerYear });
  return present.ok
    ? finite("volatility", sampleDeviation(present.value) * Math.sqrt(periodsPerYear))
    : present;
}
