import { ok, type Result } from "../contract/result.ts";
import { type Covariance, deviationsOf, type ReturnMatrix, secondMoments } from "./covariance.ts";

/** A covariance pulled towards a simpler one: δ·target + (1 − δ)·sample. */
export interface ShrunkCovariance {
  readonly covariance: Covariance;
  /** δ, from 0 (the sample as it is) to 1 (the target alone). */
  readonly intensity: number;
}

/** A target this near the sample, relative and squared, is the sample. */
const SAME = 1e-24;

/**
 * The covariance (divisor T) shrunk towards the one with every correlation equal to the mean correlation r̄:
 * δ = (π̂ − ρ̂)/γ̂ / T within [0, 1], fᵢⱼ = r̄·√(sᵢᵢ sⱼⱼ). Gaps as in `sampleCovariance`. With one or two
 * names the target is the sample and δ is 0.
 *
 * Fails with "too-few-observations" when a name has fewer than two returns.
 * @source Ledoit & Wolf (2004), "Honey, I shrunk the sample covariance matrix", Appendix B.
 * @example shrinkToConstantCorrelation(returns).value.intensity
 */
export function shrinkToConstantCorrelation(returns: ReturnMatrix): Result<ShrunkCovariance> {
  const deviations = deviationsOf(returns, 0);
  if (!deviations.ok) return deviations;
  const x = deviations.value;
  const { names: n, sessions } = returns;
  const sample = secondMoments(x, returns, sessions);
  const s = sample.values;
  const deviation = Float64Array.from({ length: n }, (_, i) => Math.sqrt(s[i * n + i]!));
  let correlations = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      if (deviation[i]! > 0 && deviation[j]! > 0)
        correlations += s[i * n + j]! / (deviation[i]! * deviation[j]!);
  const mean = n < 2 ? 0 : (2 * correlations) / (n * (n - 1));
  const target = s.slice();
  let pi = 0;
  let rho = 0;
  let gamma = 0;
  let size = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const moments = fourthMoments(x, sessions, i, j, s, n);
      size += s[i * n + j]! * s[i * n + j]! * (i === j ? 1 : 2);
      if (i === j) {
        pi += moments.pi;
        rho += moments.pi;
        continue;
      }
      const f = mean * deviation[i]! * deviation[j]!;
      target[i * n + j] = f;
      target[j * n + i] = f;
      pi += 2 * moments.pi;
      gamma += 2 * (f - s[i * n + j]!) * (f - s[i * n + j]!);
      // Each unordered pair stands twice in the paper's sum, with the same two terms: 2 · r̄/2.
      if (deviation[i]! > 0 && deviation[j]! > 0)
        rho +=
          mean *
          ((deviation[j]! / deviation[i]!) * moments.thetaI +
            (deviation[i]! / deviation[j]!) * moments.thetaJ);
    }
  const intensity = n <= 2 || gamma <= SAME * size ? 0 : clampShare((pi - rho) / gamma / sessions);
  return ok({ covariance: blend(target, s, intensity, n), intensity });
}

/**
 * The covariance (divisor T) shrunk towards m·I, m the mean variance: δ = b²/d², d² = ‖S − mI‖², b² = min(d²,
 * Σₜ‖xₜxₜᵀ − S‖²/T²). Gaps as in `sampleCovariance`. It treats names alike, so it suits names of like
 * variance.
 *
 * Fails with "too-few-observations" when a name has fewer than two returns.
 * @source Ledoit & Wolf (2004), "A well-conditioned estimator for large-dimensional covariance matrices",
 * Section 3.2.
 * @example shrinkToIdentity(returns).value.covariance
 */
export function shrinkToIdentity(returns: ReturnMatrix): Result<ShrunkCovariance> {
  const deviations = deviationsOf(returns, 0);
  if (!deviations.ok) return deviations;
  const x = deviations.value;
  const { names: n, sessions } = returns;
  const s = secondMoments(x, returns, sessions).values;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += s[i * n + i]!;
  const mean = trace / n;
  const target = new Float64Array(n * n);
  let pi = 0;
  let distance = 0;
  let size = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const times = i === j ? 1 : 2;
      const f = i === j ? mean : 0;
      target[i * n + j] = f;
      pi += times * fourthMoments(x, sessions, i, j, s, n).pi;
      distance += times * (s[i * n + j]! - f) * (s[i * n + j]! - f);
      size += times * s[i * n + j]! * s[i * n + j]!;
    }
  const intensity = distance <= SAME * size ? 0 : clampShare(pi / sessions / distance);
  return ok({ covariance: blend(target, s, intensity, n), intensity });
}

const clampShare = (x: number) => Math.max(0, Math.min(1, x));

/** π̂ᵢⱼ = mean (xᵢxⱼ − sᵢⱼ)², θ̂ᵢ = mean (xᵢ² − sᵢᵢ)(xᵢxⱼ − sᵢⱼ), and θ̂ⱼ with i and j exchanged. */
function fourthMoments(x: Float64Array, sessions: number, i: number, j: number, s: Float64Array, n: number) {
  const product = s[i * n + j]!;
  const varianceI = s[i * n + i]!;
  const varianceJ = s[j * n + j]!;
  let pi = 0;
  let thetaI = 0;
  let thetaJ = 0;
  for (let t = 0; t < sessions; t++) {
    const a = x[i * sessions + t]!;
    const b = x[j * sessions + t]!;
    const over = a * b - product;
    pi += over * over;
    thetaI += (a * a - varianceI) * over;
    thetaJ += (b * b - varianceJ) * over;
  }
  return { pi: pi / sessions, thetaI: thetaI / sessions, thetaJ: thetaJ / sessions };
}

function blend(target: Float64Array, sample: Float64Array, intensity: number, size: number): Covariance {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const k = i * size + j;
      const value = intensity * target[k]! + (1 - intensity) * sample[k]!;
      values[k] = value;
      values[j * size + i] = value;
    }
  return { size, values };
}
