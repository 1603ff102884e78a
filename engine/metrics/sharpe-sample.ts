import { ok, type Result } from "../contract/result.ts";
import { rawKurtosis, skewness } from "./higher-moments.ts";
import type { SharpeSample } from "./probabilistic-sharpe.ts";
import { dropMissing } from "./returns.ts";
import { sharpe } from "./sharpe.ts";

/**
 * What the probabilistic and deflated Sharpe ratios need of a record: its Sharpe ratio per period, the number
 * of returns, skewness and raw kurtosis. `riskFree` is one number per period. Missing returns are dropped and
 * not counted. Fails with "too-few-observations" below four and "zero-variance" when returns do not vary.
 *
 * @example const sample = sharpeSample(returns); if (sample.ok) probabilisticSharpe(sample.value);
 */
export function sharpeSample(returns: Float64Array, riskFree = 0): Result<SharpeSample> {
  const g4 = rawKurtosis(returns);
  const g3 = skewness(returns);
  const perPeriod = sharpe(returns, 1, riskFree);
  if (!g4.ok) return g4;
  if (!g3.ok) return g3;
  if (!perPeriod.ok) return perPeriod;
  const n = dropMissing(returns).length;
  return ok({ sharpe: perPeriod.value, n, skewness: g3.value, rawKurtosis: g4.value });
}
