import { ArgumentError } from "../argument-error.ts";
import { ok, type Result } from "../contract/result.ts";
import { type Covariance, type ReturnMatrix, sampleCovariance } from "./covariance.ts";
import { inverseVolatilityWeights } from "./inverse-volatility.ts";
import { shrinkToConstantCorrelation, shrinkToIdentity } from "./ledoit-wolf.ts";
import { meanVarianceWeights } from "./mean-variance.ts";
import { riskParityWeights } from "./risk-parity.ts";
import type { Shrinkage, WeightRule } from "./weight-rule-data.ts";

/** A covariance of this many names takes 8 MB, and a second to shrink. */
const MOST_NAMES = 1_000;

/**
 * Weights of the chosen names from their returns, in the order of the matrix; the signal is what they should
 * earn.
 */
export function splitByRisk(
  rule: WeightRule,
  signal: Float64Array,
  returns: ReturnMatrix,
): Result<Float64Array> {
  if (rule.split === "inverse-volatility") return inverseVolatilityWeights(returns);
  if (!("shrinkage" in rule)) throw new ArgumentError(`there is no split "${rule.split}" by risk`);
  if (returns.names > MOST_NAMES)
    throw new ArgumentError(
      `the split ${rule.split} takes at most ${MOST_NAMES} names, had ${returns.names}: choose fewer`,
    );
  const covariance = estimate(rule.shrinkage, returns);
  if (!covariance.ok) return covariance;
  if (rule.split === "risk-parity") return riskParityWeights(covariance.value);
  // Too few names for the cap take it in full, and the rest stays in cash.
  const budget = Math.min(1, returns.names * rule.maximumWeight);
  const isMeanVariance = rule.split === "mean-variance";
  const lower = isMeanVariance && rule.isShortAllowed ? -rule.maximumWeight : 0;
  const expected = isMeanVariance ? signal : new Float64Array(signal.length);
  const riskAversion = isMeanVariance ? rule.riskAversion : 1;
  const upper = rule.maximumWeight;
  const solution = meanVarianceWeights(covariance.value, expected, riskAversion, { budget, lower, upper });
  return solution.ok ? ok(solution.value.weights) : solution;
}

function estimate(shrinkage: Shrinkage, returns: ReturnMatrix): Result<Covariance> {
  if (shrinkage === "none") return sampleCovariance(returns);
  const shrunk = shrinkage === "identity" ? shrinkToIdentity(returns) : shrinkToConstantCorrelation(returns);
  return shrunk.ok ? ok(shrunk.value.covariance) : shrunk;
}
