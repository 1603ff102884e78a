import { ArgumentError, requireWithin } from "../argument-error.ts";
import { ok, type Result } from "../contract/result.ts";
import { type BoxSolution, singular, solveBoxProgram } from "./box-program.ts";
import { everyName, factorRows, solveFactored } from "./cholesky.ts";
import { type Covariance, requireCovariance } from "./covariance.ts";

/** What weights must keep to. */
export interface WeightBounds {
  /** What the weights sum to; null for whatever the optimum needs. 1 when left out. */
  readonly budget?: number | null;
  /** The least and the greatest weight of a name; 0 and 1 when left out, −Infinity and Infinity for none. */
  readonly lower?: number;
  readonly upper?: number;
}

/**
 * The weights w that maximise μᵀw − (γ/2)·wᵀΣw.
 *
 * Without bounds in closed form: w = Σ⁻¹μ/γ, and with a budget b, w = Σ⁻¹(μ + ν1)/γ, ν = (γb −
 * 1ᵀΣ⁻¹μ)/(1ᵀΣ⁻¹1). With bounds by an active-set method whose result carries the residual of the conditions
 * of Karush, Kuhn and Tucker, at most 1e-9.
 *
 * @param covariance Σ, squared returns per session
 * @param expected μ, one expected return per session and name, finite
 * @param riskAversion γ > 0
 *
 * Fails with "zero-variance" (reason "singular-covariance") and "bad-weights" (reason
 * "infeasible-constraints" when the bounds cannot hold the budget, "not-converged").
 * @source Markowitz (1952), "Portfolio selection"; Merton (1972), "An analytic derivation of the efficient
 * portfolio frontier".
 * @example meanVarianceWeights(covariance, expected, 5, { upper: 0.1 })
 */
export function meanVarianceWeights(
  covariance: Covariance,
  expected: Float64Array,
  riskAversion: number,
  bounds: WeightBounds = {},
): Result<BoxSolution> {
  requireCovariance(covariance);
  const { budget = 1, lower = 0, upper = 1 } = bounds;
  const n = covariance.size;
  if (expected.length !== n)
    throw new ArgumentError(`there must be ${n} expected returns, were ${expected.length}`);
  for (const mu of expected) requireWithin("an expected return", mu, -1e9, 1e9);
  requireWithin("risk aversion", riskAversion, 1e-9, 1e9);
  if (budget !== null) requireWithin("the budget", budget, -1e9, 1e9);
  const linear = expected.map((mu) => mu / riskAversion);
  if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY)
    return closedForm(covariance, linear, budget);
  if (budget === null) throw new ArgumentError("bounds need a budget");
  requireWithin("the lower bound", lower, -1e9, 1e9);
  if (!(upper >= lower)) throw new ArgumentError(`the upper bound must be at least ${lower}, was ${upper}`);
  return solveBoxProgram({
    covariance,
    linear,
    lower: new Float64Array(n).fill(lower),
    upper: new Float64Array(n).fill(upper),
    budget,
  });
}

/**
 * The weights with the least variance wᵀΣw. Without bounds w = b·Σ⁻¹1/(1ᵀΣ⁻¹1); the rest, and the failures,
 * as in `meanVarianceWeights`.
 * @source Markowitz (1952), "Portfolio selection".
 * @example minimumVarianceWeights(covariance, { lower: -0.05, upper: 0.1 })
 */
export function minimumVarianceWeights(
  covariance: Covariance,
  bounds: WeightBounds & { readonly budget?: number } = {},
): Result<BoxSolution> {
  return meanVarianceWeights(covariance, new Float64Array(covariance.size), 1, bounds);
}

function closedForm(
  covariance: Covariance,
  linear: Float64Array,
  budget: number | null,
): Result<BoxSolution> {
  const n = covariance.size;
  const factor = new Float64Array(n * n);
  if (!factorRows(covariance, everyName(n), n, 0, factor)) return singular(n);
  const weights = linear.slice();
  solveFactored(factor, n, n, weights);
  let nu = 0;
  if (budget !== null) {
    const ones = new Float64Array(n).fill(1);
    solveFactored(factor, n, n, ones);
    let spent = 0;
    let perUnit = 0;
    for (let i = 0; i < n; i++) {
      spent += weights[i]!;
      perUnit += ones[i]!;
    }
    nu = (budget - spent) / perUnit;
    for (let i = 0; i < n; i++) weights[i]! += nu * ones[i]!;
  }
  return ok({ weights, kktResidual: stationarity(covariance, linear, weights, nu) });
}

/** max |Σw − m − ν| relative to the terms it is made of. */
function stationarity(
  { size, values }: Covariance,
  linear: Float64Array,
  w: Float64Array,
  nu: number,
): number {
  let worst = 0;
  let scale = Math.abs(nu);
  for (let i = 0; i < size; i++) {
    let gradient = -linear[i]! - nu;
    let terms = Math.abs(linear[i]!);
    for (let j = 0; j < size; j++) {
      gradient += values[i * size + j]! * w[j]!;
      terms += Math.abs(values[i * size + j]! * w[j]!);
    }
    worst = Math.max(worst, Math.abs(gradient));
    scale = Math.max(scale, terms);
  }
  return scale === 0 ? 0 : worst / scale;
}
