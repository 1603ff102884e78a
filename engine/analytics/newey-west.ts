import { exp } from "../math/exp.ts";
import { log } from "../math/log.ts";
import { backSubstitute, type Factorisation } from "./householder.ts";

/**
 * The variances of least-squares coefficients that stay right when residuals are correlated over time and of
 * unequal size: the diagonal of (XᵀX)⁻¹ S (XᵀX)⁻¹, S = Γ₀ + Σ_{l=1..L} (1 − l/(L + 1))(Γ_l + Γ_lᵀ),
 * Γ_l = Σ_t x_t e_t e_{t−l} x_{t−l}ᵀ. `lags` 0 gives White's variances.
 * `factorisation`: of X, n × k and of full rank; `residuals`: n entries. The result has k entries from 0 up.
 * @source Newey & West (1987), "A simple, positive semi-definite, heteroskedasticity and autocorrelation
 * consistent covariance matrix", eq. 5; White (1980).
 */
export function neweyWest({ q, r }: Factorisation, residuals: Float64Array, lags: number): Float64Array {
  const k = q.length;
  // Row t of X(XᵀX)⁻¹ = Q·R⁻ᵀ is what a residual moves each coefficient by; summing that, and not S, loses no
  // digits.
  const moves = Array.from({ length: k }, () => new Float64Array(residuals.length));
  residuals.forEach((residual, t) => {
    const influence = backSubstitute(
      r,
      Float64Array.from(q, (column) => column[t]!),
    );
    for (let j = 0; j < k; j++) moves[j]![t] = influence[j]! * residual;
  });
  return Float64Array.from(moves, (move) => {
    let sum = lagged(move, 0);
    for (let lag = 1; lag <= lags; lag++) sum += 2 * (1 - lag / (lags + 1)) * lagged(move, lag);
    return Math.max(0, sum);
  });
}

/**
 * ⌊4·(n/100)^(2/9)⌋ lags, at most n − 1.
 * @source Newey & West (1994), "Automatic lag selection", table II.
 */
export function defaultLags(n: number): number {
  return Math.min(n - 1, Math.floor(4 * exp((2 / 9) * log(n / 100))));
}

/** Σ_t x(t)·x(t − lag). */
function lagged(x: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = lag; t < x.length; t++) sum += x[t]! * x[t - lag]!;
  return sum;
}
