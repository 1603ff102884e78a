import { fail, type Result } from "../contract/result.ts";
import { expectedMaxSharpe } from "./expected-max-sharpe.ts";
import { probabilisticSharpe, type SharpeSample } from "./probabilistic-sharpe.ts";

/**
 * DSR: the probabilistic Sharpe ratio against the best one would expect of `trials` tries without skill,
 * SR* = √(variance of the trials' Sharpe ratios)·E[max_N]. All Sharpe ratios are per period.
 * Fails as `probabilisticSharpe` and `expectedMaxSharpe` do, and with "bad-argument" for a negative variance.
 * @source Bailey & López de Prado (2014), "The deflated Sharpe ratio", eq. 2.
 *
 * @example deflatedSharpe({ sharpe: 0.1, n: 250, skewness: -0.5, rawKurtosis: 5 }, 100, 0.0005) // 0.7471
 */
export function deflatedSharpe(sample: SharpeSample, trials: number, trialsVariance: number): Result<number> {
  if (!(trialsVariance >= 0 && trialsVariance < Number.POSITIVE_INFINITY))
    return fail("bad-argument", `trialsVariance must be a finite number from 0 up, was ${trialsVariance}`);
  const best = expectedMaxSharpe(trials);
  return best.ok ? probabilisticSharpe(sample, Math.sqrt(trialsVariance) * best.value) : best;
}
