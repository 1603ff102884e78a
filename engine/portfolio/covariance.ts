import { ArgumentError, requireWhole } from "../argument-error.ts";
import { fail, ok, type Result } from "../contract/result.ts";

/** Simple returns of several names over the same sessions, oldest first; 0.01 is 1 %, NaN is missing. */
export interface ReturnMatrix {
  readonly names: number;
  readonly sessions: number;
  /** One name after the other: `values[name * sessions + session]`. */
  readonly values: Float64Array;
}

/** A symmetric matrix by rows: `values[i * size + j]`, in squared returns per session. */
export interface Covariance {
  readonly size: number;
  readonly values: Float64Array;
}

/**
 * The sample covariance Σ(x − x̄)(y − ȳ)/(n − 1). A missing return counts as the name's mean, and the name's
 * deviations are scaled up so that its variance is that of the returns it has: the matrix stays positive
 * semidefinite, and gaps pull correlations towards zero.
 *
 * Fails with "too-few-observations" when a name has fewer than two returns.
 * @example sampleCovariance({ names: 1, sessions: 3, values: Float64Array.of(0.01, 0, -0.01) }) // 1e-4
 */
export function sampleCovariance(returns: ReturnMatrix): Result<Covariance> {
  const deviations = deviationsOf(returns, 1);
  return deviations.ok ? ok(secondMoments(deviations.value, returns, returns.sessions - 1)) : deviations;
}

/**
 * Deviations from each name's mean, 0 where missing, times √((T − ddof)/(nᵢ − ddof)), nᵢ the returns the name
 * has. Fails with "too-few-observations" when a name has fewer than two returns.
 */
export function deviationsOf(returns: ReturnMatrix, ddof: 0 | 1): Result<Float64Array> {
  requireReturns(returns);
  const { names, sessions, values } = returns;
  const deviations = new Float64Array(values.length);
  for (let i = 0; i < names; i++) {
    const start = i * sessions;
    let present = 0;
    let sum = 0;
    for (let t = start; t < start + sessions; t++)
      if (!Number.isNaN(values[t])) {
        present++;
        sum += values[t]!;
      }
    if (present < 2)
      return fail(
        "too-few-observations",
        `a covariance needs at least 2 returns of each name, had ${present}`,
        {
          name: i,
          needed: 2,
          had: present,
        },
      );
    const mean = sum / present;
    const scale = present === sessions ? 1 : Math.sqrt((sessions - ddof) / (present - ddof));
    for (let t = start; t < start + sessions; t++)
      deviations[t] = Number.isNaN(values[t]) ? 0 : (values[t]! - mean) * scale;
  }
  return ok(deviations);
}

/** Σₜ xᵢₜ xⱼₜ / divisor for all pairs of names. */
export function secondMoments(deviations: Float64Array, shape: ReturnMatrix, divisor: number): Covariance {
  const { names, sessions } = shape;
  const values = new Float64Array(names * names);
  for (let i = 0; i < names; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < sessions; t++) sum += deviations[i * sessions + t]! * deviations[j * sessions + t]!;
      values[i * names + j] = sum / divisor;
      values[j * names + i] = sum / divisor;
    }
  return { size: names, values };
}

function requireReturns({ names, sessions, values }: ReturnMatrix): void {
  requireWhole("names", names, 1);
  requireWhole("sessions", sessions, 0);
  if (values.length !== names * sessions)
    throw new ArgumentError(`returns must be names × sessions = ${names * sessions}, were ${values.length}`);
  for (const value of values)
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      throw new ArgumentError(`returns must be finite or missing, one was ${value}`);
}

/** Throws an ArgumentError unless the matrix is square, symmetric and finite, with positive variances. */
export function requireCovariance({ size, values }: Covariance): void {
  requireWhole("the size of a covariance", size, 1);
  if (values.length !== size * size)
    throw new ArgumentError(
      `a covariance of size ${size} must have ${size * size} values, had ${values.length}`,
    );
  for (let i = 0; i < size; i++) {
    if (!(values[i * size + i]! > 0))
      throw new ArgumentError(
        `variances must be positive, that of name ${i} was ${values[i * size + i]}`,
        "zero-variance",
      );
    for (let j = 0; j < i; j++)
      if (!Number.isFinite(values[i * size + j]) || values[i * size + j] !== values[j * size + i])
        throw new ArgumentError(`a covariance must be finite and symmetric, was not at ${i}, ${j}`);
    if (!Number.isFinite(values[i * size + i]))
      throw new ArgumentError(`a covariance must be finite and symmetric, was not at ${i}, ${i}`);
  }
}
