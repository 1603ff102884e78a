import { isRounding } from "../metrics/returns.ts";

/** A matrix X of n rows and k columns as Q·R. */
export interface Factorisation {
  /** k columns of n entries, orthonormal. */
  readonly q: readonly Float64Array[];
  /** k × k in row-major order, upper triangular. */
  readonly r: Float64Array;
  /** The first column that the ones before it explain but for rounding, or −1. */
  readonly dependent: number;
}

/**
 * Thin QR by Householder reflections, in a fixed order of operations and without the squared condition number
 * of the normal equations. `columns`: k ≤ n columns of n finite entries, not changed.
 * @source Householder (1958); Golub & Van Loan (2013), "Matrix computations", algorithm 5.2.1.
 */
export function factorise(columns: readonly Float64Array[]): Factorisation {
  const k = columns.length;
  const n = columns[0]!.length;
  const work = columns.map((column) => column.slice());
  const r = new Float64Array(k * k);
  const mirrors: Float64Array[] = [];
  let dependent = -1;
  for (let j = 0; j < k; j++) {
    const column = work[j]!;
    const size = norm(column, j);
    // 2^-43 of the column's own length is rounding, as in the other statistics.
    if (dependent < 0 && isRounding(size / (norm(columns[j]!, 0) || 1))) dependent = j;
    const mirror = new Float64Array(n);
    mirror.set(column.subarray(j), j);
    mirror[j]! += column[j]! < 0 ? -size : size;
    const length = norm(mirror, j);
    if (length > 0) for (let t = j; t < n; t++) mirror[t]! /= length;
    mirrors.push(mirror);
    for (let c = j; c < k; c++) reflect(work[c]!, mirror, j);
    for (let c = j; c < k; c++) r[j * k + c] = work[c]![j]!;
  }
  const q = columns.map((_, j) => {
    const column = new Float64Array(n);
    column[j] = 1;
    for (let m = k - 1; m >= 0; m--) reflect(column, mirrors[m]!, m);
    return column;
  });
  return { q, r, dependent };
}

/** x with R·x = b, from the last entry up. `r`: k × k upper triangular without a zero on the diagonal. */
export function backSubstitute(r: Float64Array, b: Float64Array): Float64Array {
  const k = b.length;
  const x = new Float64Array(k);
  for (let i = k - 1; i >= 0; i--) {
    let rest = b[i]!;
    for (let c = i + 1; c < k; c++) rest -= r[i * k + c]! * x[c]!;
    x[i] = rest / r[i * k + i]!;
  }
  return x;
}

/** x − 2·v(vᵀx), over the rows from `from` on. */
function reflect(x: Float64Array, v: Float64Array, from: number): void {
  let along = 0;
  for (let t = from; t < x.length; t++) along += v[t]! * x[t]!;
  for (let t = from; t < x.length; t++) x[t]! -= 2 * along * v[t]!;
}

/** The Euclidean length of the entries from `from` on, scaled so that their squares stay in range. */
function norm(x: Float64Array, from: number): number {
  let largest = 0;
  for (let t = from; t < x.length; t++) largest = Math.max(largest, Math.abs(x[t]!));
  if (largest === 0) return 0;
  let sum = 0;
  for (let t = from; t < x.length; t++) sum += (x[t]! / largest) * (x[t]! / largest);
  return largest * Math.sqrt(sum);
}
