import { ok, type Result } from "../contract/result.ts";
import { average, dropMissing, sampleDeviation, tooFew, zeroVariance } from "./returns.ts";

/**
 * Skewness m₃ / m₂^(3/2), central moments with divisor n; 0 for a symmetric sample. Missing returns are dropped.
 * Fails with "too-few-observations" below three, "zero-variance" when returns do not vary.
 */
export function skewness(returns: Float64Array): Result<number> {
  const m = centralMoments("skewness", returns, 3);
  return m.ok ? ok(m.value.third / (m.value.second * Math.sqrt(m.value.second))) : m;
}

/**
 * Raw kurtosis m₄ / m₂², central moments with divisor n; 3 for a normal sample. Missing returns are dropped.
 * Fails with "too-few-observations" below four, "zero-variance" when returns do not vary.
 */
export function rawKurtosis(returns: Float64Array): Result<number> {
  const m = centralMoments("kurtosis", returns, 4);
  return m.ok ? ok(m.value.fourth / (m.value.second * m.value.second)) : m;
}

interface CentralMoments {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

function centralMoments(statistic: string, returns: Float64Array, needed: number): Result<CentralMoments> {
  const present = dropMissing(returns);
  if (present.length < needed) return tooFew(statistic, needed, present.length);
  if (sampleDeviation(present) === 0) return zeroVariance(statistic, "returns do not vary");
  const mean = average(present);
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const r of present) {
    const square = (r - mean) * (r - mean);
    second += square;
    third += square * (r - mean);
    fourth += square * square;
  }
  const n = present.length;
  return ok({ second: second / n, third: third / n, fourth: fourth / n });
}
