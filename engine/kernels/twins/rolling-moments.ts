import { positiveModulo } from "../../expression/two-block-moments.ts";
import type { KernelShape, MomentOutputs } from "../kernels.ts";

/** The scalar reference of the rolling moments: one column after the other, as `two-block-moments.ts` says. */
export function rollingMoments(
  input: Float64Array,
  { mean, variance, std, zscore }: MomentOutputs,
  { rows, instruments, firstSession }: KernelShape,
  window: number,
  least = window,
): void {
  const counts = new Float64Array(window);
  const sums = new Float64Array(window);
  const squares = new Float64Array(window);
  const phase = positiveModulo(firstSession, window);
  for (let column = 0; column < instruments; column++) {
    for (let block = -phase; block < rows; block += window) {
      const anchorA = fillSuffix(input, column, instruments, block, window, counts, sums, squares);
      let nC = 0;
      let anchor = 0;
      let sum = 0;
      let square = 0;
      for (let row = Math.max(block, 0); row < Math.min(block + window, rows); row++) {
        const cell = row * instruments + column;
        const x = input[cell]!;
        if (!Number.isNaN(x)) {
          if (nC === 0) anchor = x;
          nC++;
          sum += x - anchor;
          square += (x - anchor) * (x - anchor);
        }
        const length = window - 1 - (row - block);
        const nA = counts[length]!;
        const n = nA + nC;
        const isEnough = n >= least;
        const hasSpread = isEnough && n > 1;
        const mA = sums[length]! / Math.max(nA, 1);
        const mC = sum / Math.max(nC, 1);
        const delta = nA > 0 && nC > 0 ? anchor - anchorA + (mC - mA) : 0;
        const f = nA * (1 / Math.max(n, 1));
        const relative = mC - delta * f;
        if (mean) mean[cell] = storable(isEnough ? (nC > 0 ? anchor + relative : anchorA + mA) : Number.NaN);
        const MA = squares[length]! - sums[length]! * mA;
        const MC = square - sum * mC;
        const M = MA + MC + delta * delta * (nC * f);
        const spread = Math.max(0, M * (1 / Math.max(n - 1, 1)));
        if (variance) variance[cell] = storable(hasSpread ? spread : Number.NaN);
        const deviation = Math.sqrt(spread);
        if (std) std[cell] = storable(hasSpread ? deviation : Number.NaN);
        const z = hasSpread && deviation > 0 ? (x - anchor - relative) / deviation : Number.NaN;
        if (zscore) zscore[cell] = storable(z);
      }
    }
  }
}

/** The state of the rows before `block`, by how many of them; returns the anchor. */
function fillSuffix(
  input: Float64Array,
  column: number,
  instruments: number,
  block: number,
  window: number,
  counts: Float64Array,
  sums: Float64Array,
  squares: Float64Array,
): number {
  let n = 0;
  let anchor = 0;
  let sum = 0;
  let square = 0;
  for (let length = 1; length < window; length++) {
    const row = block - length;
    const x = row >= 0 ? input[row * instruments + column]! : Number.NaN;
    if (!Number.isNaN(x)) {
      if (n === 0) anchor = x;
      n++;
      sum += x - anchor;
      square += (x - anchor) * (x - anchor);
    }
    counts[length] = n;
    sums[length] = sum;
    squares[length] = square;
  }
  return anchor;
}

/** The bits of a NaN are not stable across engines; what is stored is the canonical one. */
const storable = (x: number) => (!Number.isNaN(x) ? x : Number.NaN);
