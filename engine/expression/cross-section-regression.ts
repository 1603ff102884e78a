import { finite } from "./finite.ts";

/** A column whose part not explained by those before it is smaller than this share of it adds nothing. */
const NEGLIGIBLE = 1e-10;

/**
 * Residuals of ordinary least squares of y on an intercept and the exposures, over the instruments that have all of
 * them, by modified Gram–Schmidt done twice; additions in the given order of instruments. Entries of `output` without
 * a residual are NaN; all are when there are no more rows than columns.
 */
export function residualsOf(
  y: Float64Array,
  exposures: readonly Float64Array[],
  order: Int32Array,
  output: Float64Array,
): void {
  output.fill(Number.NaN);
  const rows = order.filter((i) => !Number.isNaN(y[i]) && exposures.every((x) => !Number.isNaN(x[i])));
  if (rows.length <= exposures.length + 1) return;
  const residual = Float64Array.from(rows, (i) => y[i]!);
  const basis: Float64Array[] = [];
  for (const column of [null, ...exposures]) {
    const direction = Float64Array.from(rows, (i) => (column === null ? 1 : column[i]!));
    const size = norm(direction);
    for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtractProjection(direction, unit);
    const left = norm(direction);
    if (!(left > NEGLIGIBLE * size)) continue;
    for (let k = 0; k < direction.length; k++) direction[k]! /= left;
    basis.push(direction);
  }
  for (let pass = 0; pass < 2; pass++) for (const unit of basis) subtractProjection(residual, unit);
  rows.forEach((i, k) => {
    output[i] = finite(residual[k]!);
  });
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  let dot = 0;
  for (let k = 0; k < vector.length; k++) dot += vector[k]! * unit[k]!;
  for (let k = 0; k < vector.length; k++) vector[k]! -= dot * unit[k]!;
}

/** √Σ x², scaled by the greatest, so that squares neither overflow nor vanish. */
function norm(vector: Float64Array): number {
  let largest = 0;
  for (const x of vector) largest = Math.max(largest, Math.abs(x));
  if (largest === 0) return 0;
  let sum = 0;
  for (const x of vector) sum += (x / largest) * (x / largest);
  return largest * Math.sqrt(sum);
}
