import type { Result } from "../contract/result.ts";
import { expectedMaxSharpe } from "./expected-max-sharpe.ts";
import { probabilisticSharpe, type SharpeSample } from "./probabilistic-sharpe.ts";

/**
 * DSR: the probabilistic Sharpe ratio against the best one would expect of `trials` tries without skill,
 * SR* = √(variance of the trials' Sharpe ratios)·E[max_N]. All Sharpe ratios are per period.
 * Fails as `probabilisticSharpe` and `expectedMaxSharpe` do.
 * @source Bailey & López de Prado (2014), "The deflated Sharpe ratio", eq. 2.
 */
export function deflatedSharpe(sample: SharpeSample, trials: number, trialsVariance: number): Result<number> {
  const best = expectedMaxSharpe(trials);
  return best.ok ? probabilisticSharpe(sample, Math.sqrt(trialsVariance) * best.value) : best;
}
