import { ok, type Result } from "../contract/result.ts";
import { dropMissing, sampleDeviation, tooFew, zeroVariance } from "../metrics/returns.ts";
import type { ReturnMatrix } from "./covariance.ts";

/**
 * Weights wᵢ = (1/σᵢ)/Σ(1/σⱼ), σ the sample standard deviation (n − 1) of the returns a name has. They sum to
 * 1. Fails with "too-few-observations" when a name has fewer than two returns, "zero-variance" when one never
 * varies.
 * @example inverseVolatilityWeights(returns).value // a name twice as volatile weighs half
 */
export function inverseVolatilityWeights(returns: ReturnMatrix): Result<Float64Array> {
  const { names, sessions, values } = returns;
  const weights = new Float64Array(names);
  let total = 0;
  for (let i = 0; i < names; i++) {
    const present = dropMissing(values.subarray(i * sessions, (i + 1) * sessions));
    if (present.length < 2) return tooFew("inverse volatility", 2, present.length);
    const deviation = sampleDeviation(present);
    if (!(deviation > 0)) return zeroVariance("inverse volatility", `the returns of name ${i} do not vary`);
    weights[i] = 1 / deviation;
    total += weights[i]!;
  }
  for (let i = 0; i < names; i++) weights[i]! /= total;
  return ok(weights);
}
