import { ok, type Result } from "../contract/result.ts";
import { normalCdf } from "../math/normal-cdf.ts";
import { conventionFault } from "./observations.ts";
import { tooFew, zeroVariance } from "./returns.ts";
import { sharpeVariance } from "./sharpe-variance.ts";

/** What the statistics of a Sharpe ratio need. Sharpe ratios are per period, not annualised. */
export interface SharpeSample {
  readonly sharpe: number;
  /** Number of returns. */
  readonly n: number;
  readonly skewness: number;
  /** 3 for a normal sample, not the excess over it. */
  readonly rawKurtosis: number;
}

/**
 * PSR(SR*) = Φ[(SR − SR*)·√(n − 1) / √(1 − g₃·SR + (g₄ − 1)/4·SR²)]: the probability that the true Sharpe
 * ratio is above `reference` (SR*, per period).
 * Fails with "too-few-observations" below two, "zero-variance" when the estimate's variance is not positive
 * and "bad-argument" for a number that is not finite.
 * @source Bailey & López de Prado (2012), "The Sharpe ratio efficient frontier", eq. 11.
 *
 * @example probabilisticSharpe({ sharpe: 0.1, n: 250, skewness: -0.5, rawKurtosis: 5 }) // 0.937321
 */
export function probabilisticSharpe(sample: SharpeSample, reference = 0): Result<number> {
  const fault = conventionFault({ ...sample, reference });
  if (fault) return fault;
  if (sample.n < 2) return tooFew("the probabilistic Sharpe ratio", 2, sample.n);
  const variance = sharpeVariance(sample);
  if (!(variance > 0)) return zeroVariance("the probabilistic Sharpe ratio", "its variance is not positive");
  return ok(normalCdf(((sample.sharpe - reference) * Math.sqrt(sample.n - 1)) / Math.sqrt(variance)));
}
