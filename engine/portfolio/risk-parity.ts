import { ArgumentError } from "../argument-error.ts";
import { fail, ok, type Result } from "../contract/result.ts";
import { type Covariance, requireCovariance } from "./covariance.ts";

/** How far a contribution may be from its share, relative to it. */
const TOLERANCE = 1e-12;
const LARGEST_SWEEPS = 5_000;

/**
 * Long-only weights whose risk contributions wᵢ(Σw)ᵢ stand in given proportions, equal when left out. They
 * sum to 1. Cyclical coordinate descent on ½xᵀΣx − Σ bᵢ ln xᵢ, whose minimum has xᵢ(Σx)ᵢ = bᵢ; each step
 * solves σᵢᵢxᵢ² + cᵢxᵢ − bᵢ = 0, cᵢ = Σ_{j≠i} σᵢⱼxⱼ. No logarithm is taken; a singular matrix is allowed as
 * long as no long-only portfolio is free of risk.
 *
 * @param covariance of the names, any scale
 * @param shares of the risk, positive, any sum
 *
 * Fails with "bad-weights" (reason "not-converged") when the contributions do not come within 1e-12 of their
 * shares.
 * @source Spinu (2013), "An algorithm for computing risk parity weights"; Griveau-Billion, Richard & Roncalli
 * (2013), "A fast algorithm for computing high-dimensional risk parity portfolios", Section 3.
 * @example riskParityWeights(covariance, Float64Array.of(2, 1, 1)) // the first name half of the risk
 */
export function riskParityWeights(covariance: Covariance, shares?: Float64Array): Result<Float64Array> {
  requireCovariance(covariance);
  const { size: n, values } = covariance;
  const b = normalisedShares(n, shares);
  const x = Float64Array.from(b, (share, i) => Math.sqrt(share / values[i * n + i]!));
  for (let sweep = 0; sweep < LARGEST_SWEEPS; sweep++) {
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const row = i * n;
      let c = 0;
      for (let j = 0; j < n; j++) if (j !== i) c += values[row + j]! * x[j]!;
      const variance = values[row + i]!;
      const miss = Math.abs(x[i]! * (c + variance * x[i]!) - b[i]!) / b[i]!;
      if (!(miss <= worst)) worst = miss;
      // The positive root, in the form that does not cancel.
      const root = Math.sqrt(c * c + 4 * variance * b[i]!);
      x[i] = c > 0 ? (2 * b[i]!) / (c + root) : (root - c) / (2 * variance);
    }
    if (worst <= TOLERANCE) return ok(normalised(x));
  }
  return fail(
    "bad-weights",
    "risk parity did not converge: some portfolio of these names has next to no risk",
    {
      reason: "not-converged",
      names: n,
    },
  );
}

function normalisedShares(n: number, shares: Float64Array | undefined): Float64Array {
  if (shares === undefined) return new Float64Array(n).fill(1 / n);
  if (shares.length !== n)
    throw new ArgumentError(`there must be ${n} shares of risk, were ${shares.length}`);
  for (const share of shares)
    if (!(share > 0) || share === Number.POSITIVE_INFINITY)
      throw new ArgumentError(`shares of risk must be positive and finite, one was ${share}`);
  return normalised(shares);
}

function normalised(x: Float64Array): Float64Array {
  let total = 0;
  for (const value of x) total += value;
  return x.map((value) => value / total);
}
