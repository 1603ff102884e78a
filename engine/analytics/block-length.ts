import type { Result } from "../contract/result.ts";
import { cbrt, log10 } from "../math/deterministic-math.ts";
import { finite, observations } from "../metrics/observations.ts";
import { average, sampleDeviation, zeroVariance } from "../metrics/returns.ts";

/**
 * The mean block length of a stationary bootstrap that is best for the mean of a series:
 * b = (G²/g²·n)^(1/3) with g = Σ λ(k/M)·R(k), G = Σ λ(k/M)·|k|·R(k) over |k| ≤ M, R the autocovariances and
 * λ the flat-top kernel (1 up to ½, then falling to 0 at 1). M is twice the first lag m from which
 * K = max(5, ⌊log₁₀ n⌋) autocorrelations in a row are below 2·√(log₁₀ n/n), or ⌈√n⌉ + K when there is none;
 * 1 ≤ b ≤ ⌈min(3√n, n/3)⌉.
 * `values`: one per period in order of time, missing ones dropped. The result is in periods.
 * Fails with "too-few-observations" below ten, "zero-variance" when values do not vary, "bad-argument" for
 * infinite ones.
 * @source Politis & White (2004), "Automatic block-length selection for the dependent bootstrap", as
 * corrected by Patton, Politis & White (2009).
 *
 * @example blockLength(returns)
 */
export function blockLength(values: Float64Array): Result<number> {
  const present = observations("the block length", 10, values);
  if (!present.ok) return present;
  const x = present.value;
  if (sampleDeviation(x) === 0) return zeroVariance("the block length", "values do not vary");
  const n = x.length;
  const runLength = Math.max(5, Math.floor(log10(n)));
  const most = Math.ceil(Math.sqrt(n)) + runLength;
  const covariances = autocovariances(x, most);
  const limit = 2 * Math.sqrt(log10(n) / n) * covariances[0]!;
  let first = 1;
  for (let lag = 1; lag < first + runLength && lag <= most; lag++)
    if (Math.abs(covariances[lag]!) >= limit) first = lag + 1;
  const M = first + runLength - 1 > most ? most : Math.min(2 * first, most);
  let spectrum = covariances[0]!;
  let slope = 0;
  for (let lag = 1; lag <= M; lag++) {
    const weight = lag / M <= 0.5 ? 1 : 2 * (1 - lag / M);
    spectrum += 2 * weight * covariances[lag]!;
    slope += 2 * weight * lag * covariances[lag]!;
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  if (spectrum === 0) return finite("the block length", longest);
  const ratio = slope / spectrum;
  return finite("the block length", Math.max(1, Math.min(longest, cbrt(ratio * ratio * n))));
}

/** Σ (x(t) − mean)(x(t − lag) − mean) / n for lags 0 to `most`. */
function autocovariances(x: Float64Array, most: number): Float64Array {
  const mean = average(x);
  return Float64Array.from({ length: most + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < x.length; t++) sum += (x[t]! - mean) * (x[t - lag]! - mean);
    return sum / x.length;
  });
}
