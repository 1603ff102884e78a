import { canonical, positiveModulo } from "./finite.ts";

/** Which statistic of two series a call of `fillCoMoment` writes. */
export const COVARIANCE = 0;
export const CORRELATION = 1;
export const SLOPE = 2;
export const INTERCEPT = 3;
export const RESIDUAL = 4;
export const R_SQUARED = 5;

/** Places of the prefix side behind the slots: anchors of A, then n, K, sums, squares and products of C. */
const SCALARS = 10;

/** Both sums are missing until rows are seen; the rest is zero. */
export function initialCoMoments(window: number): Float64Array {
  return new Float64Array(6 * window + SCALARS).fill(Number.NaN, 0, 2 * window);
}

/**
 * Statistics of y (the first series) against x (the second) over the sessions of a window on which both are present,
 * in the two blocks of two-block-moments: each side keeps n, anchors and Σ of dx, dy, dx², dy², dx·dy; the two are
 * merged pairwise. A statistic that needs a spread is missing where there is none.
 * @source Chan, Golub & LeVeque (1983), pairwise update, for products as for squares.
 */
export function fillCoMoment(
  kind: number,
  ys: Float64Array,
  xs: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  const w = window;
  const s = 6 * w;
  let place = positiveModulo(firstSession, w);
  for (let row = start; row < end; row++) {
    if (place === 0) {
      fillSuffix(state, w);
      state.fill(0, s + 2, s + SCALARS);
    }
    const x = xs[row]!;
    const y = ys[row]!;
    const isPresent = !Number.isNaN(x) && !Number.isNaN(y);
    const nA = state[2 * w + place]!;
    const sxA = nA === 0 ? 0 : state[place]!;
    const syA = nA === 0 ? 0 : state[w + place]!;
    state[place] = x;
    state[w + place] = y;
    if (isPresent) {
      if (state[s + 2] === 0) {
        state[s + 3] = x;
        state[s + 4] = y;
      }
      const dx = x - state[s + 3]!;
      const dy = y - state[s + 4]!;
      state[s + 2]! += 1;
      state[s + 5]! += dx;
      state[s + 6]! += dy;
      state[s + 7]! += dx * dx;
      state[s + 8]! += dy * dy;
      state[s + 9]! += dx * dy;
    }
    const nC = state[s + 2]!;
    const n = nA + nC;
    if (n < least || (kind === RESIDUAL && !isPresent)) output[row] = Number.NaN;
    else {
      const mxA = nA === 0 ? 0 : sxA / nA;
      const myA = nA === 0 ? 0 : syA / nA;
      const sxC = state[s + 5]!;
      const syC = state[s + 6]!;
      const mxC = nC === 0 ? 0 : sxC / nC;
      const myC = nC === 0 ? 0 : syC / nC;
      const isBoth = nA > 0 && nC > 0;
      const dx = isBoth ? state[s + 3]! - state[s]! + (mxC - mxA) : 0;
      const dy = isBoth ? state[s + 4]! - state[s + 1]! + (myC - myA) : 0;
      const f = nA / n;
      const weight = nC * f;
      const Mxx = state[3 * w + place]! - sxA * mxA + (state[s + 7]! - sxC * mxC) + dx * dx * weight;
      const Myy = state[4 * w + place]! - syA * myA + (state[s + 8]! - syC * myC) + dy * dy * weight;
      const Mxy = state[5 * w + place]! - sxA * myA + (state[s + 9]! - sxC * myC) + dx * dy * weight;
      const KX = nC > 0 ? state[s + 3]! : state[s]!;
      const KY = nC > 0 ? state[s + 4]! : state[s + 1]!;
      const relX = nC > 0 ? mxC - dx * f : mxA;
      const relY = nC > 0 ? myC - dy * f : myA;
      output[row] = canonical(
        statistic(kind, n, Mxx, Myy, Mxy, x - KX - relX, y - KY - relY, KX + relX, KY + relY),
      );
    }
    place = place + 1 === w ? 0 : place + 1;
  }
}

function statistic(
  kind: number,
  n: number,
  Mxx: number,
  Myy: number,
  Mxy: number,
  xFromMean: number,
  yFromMean: number,
  xMean: number,
  yMean: number,
): number {
  if (kind === COVARIANCE) return Mxy / (n - 1);
  if (!(Mxx > 0)) return Number.NaN;
  if (kind === SLOPE) return Mxy / Mxx;
  if (kind === INTERCEPT) return yMean - (Mxy / Mxx) * xMean;
  if (kind === RESIDUAL) return yFromMean - (Mxy / Mxx) * xFromMean;
  if (!(Myy > 0)) return Number.NaN;
  const correlation = Math.max(-1, Math.min(1, Mxy / (Math.sqrt(Mxx) * Math.sqrt(Myy))));
  return kind === CORRELATION ? correlation : correlation * correlation;
}

/** Turns the pairs of the block before into the suffix sides of the block that begins. */
function fillSuffix(state: Float64Array, w: number): void {
  const s = 6 * w;
  let n = 0;
  let KX = 0;
  let KY = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  let x = state[w - 1]!;
  let y = state[2 * w - 1]!;
  for (let part = 0; part < 6; part++) state[part * w + w - 1] = 0;
  for (let place = w - 2; place >= 0; place--) {
    if (!Number.isNaN(x) && !Number.isNaN(y)) {
      if (n === 0) {
        KX = x;
        KY = y;
      }
      const dx = x - KX;
      const dy = y - KY;
      n++;
      sx += dx;
      sy += dy;
      sxx += dx * dx;
      syy += dy * dy;
      sxy += dx * dy;
    }
    x = state[place]!;
    y = state[w + place]!;
    state[place] = sx;
    state[w + place] = sy;
    state[2 * w + place] = n;
    state[3 * w + place] = sxx;
    state[4 * w + place] = syy;
    state[5 * w + place] = sxy;
  }
  state[s] = KX;
  state[s + 1] = KY;
}
