import type { Covariance } from "./covariance.ts";

/** A pivot this small against its own variance is rounding: the name is a combination of those before it. */
const SINGULAR = 1e-13;

/** The names 0 … n − 1. */
export const everyName = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

/**
 * Rows `from` … `count − 1` of the Cholesky factor L of the covariance over `names`, Σ = L Lᵀ, written into
 * `factor`, whose rows are `covariance.size` apart. Rows before `from` must be there already: a name added at
 * the end costs one row. False when the matrix is singular.
 */
export function factorRows(
  covariance: Covariance,
  names: Int32Array,
  count: number,
  from: number,
  factor: Float64Array,
): boolean {
  const { size, values } = covariance;
  for (let i = from; i < count; i++) {
    const source = names[i]! * size;
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const column = j * size;
      let sum = values[source + names[j]!]!;
      for (let k = 0; k < j; k++) sum -= factor[row + k]! * factor[column + k]!;
      if (j < i) factor[row + j] = sum / factor[column + j]!;
      else if (sum > SINGULAR * values[source + names[i]!]!) factor[row + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L Lᵀ x = b in place, for the leading `count` rows of a factor whose rows are `stride` apart. */
export function solveFactored(factor: Float64Array, stride: number, count: number, b: Float64Array): void {
  for (let i = 0; i < count; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * stride + k]! * b[k]!;
    b[i] = sum / factor[i * stride + i]!;
  }
  for (let i = count - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < count; k++) sum -= factor[k * stride + i]! * b[k]!;
    b[i] = sum / factor[i * stride + i]!;
  }
}
