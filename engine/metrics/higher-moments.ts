import { ok, type Result } from "../contract/result.ts";
import { finite, observations } from "./observations.ts";
import { average, sampleDeviation, zeroVariance } from "./returns.ts";

/**
 * Skewness m₃ / m₂^(3/2), central moments with divisor n; 0 for a symmetric sample. Missing returns are
 * dropped. Fails with "too-few-observations" below three, "zero-variance" when returns do not vary.
 *
 * @example skewness(Float64Array.of(0.01, -0.02, 0.03)) // -0.239063
 */
export function skewness(returns: Float64Array): Result<number> {
  const m = centralMoments("skewness", returns, 3);
  return m.ok ? finite("skewness", m.value.third / (m.value.second * Math.sqrt(m.value.second))) : m;
}

/**
 * Raw kurtosis m₄ / m₂², central moments with divisor n; 3 for a normal sample. Missing returns are dropped.
 * Fails with "too-few-observations" below four, "zero-variance" when returns do not vary.
 *
 * @example rawKurtosis(Float64Array.of(0.01, -0.02, 0.03, 0)) // 1.85207
 */
export function rawKurtosis(returns: Float64Array): Result<number> {
  const m = centralMoments("kurtosis", returns, 4);
  return m.ok ? finite("kurtosis", m.value.fourth / (m.value.second * m.value.second)) : m;
}

interface CentralMoments {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

function centralMoments(statistic: string, returns: Float64Array, needed: number): Result<CentralMoments> {
  const present = observations(statistic, needed, returns);
  if (!present.ok) return present;
  if (sampleDeviation(present.value) === 0) return zeroVariance(statistic, "returns do not vary");
  const mean = average(present.value);
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (const r of present.value) {
    const square = (r - mean) * (r - mean);
    second += square;
    third += square * (r - mean);
    fourth += square * square;
  }
  const n = present.value.length;
  return ok({ second: second / n, third: third / n, fourth: fourth / n });
}
