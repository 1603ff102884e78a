import { canonical, positiveModulo, reciprocals } from "./finite.ts";

export { positiveModulo } from "./finite.ts";

/** Which moment a call of `fillMoment` writes; a number, so that the loop compares cheaply. */
export const MEAN = 0;
export const VARIANCE = 1;
export const STD = 2;
export const ZSCORE = 3;

/** Anchor of the suffix side; count, anchor, sum and squares of the prefix side. */
const SCALARS = 5;

/** Sums are missing values until rows are seen; counts and squares are zero. */
export function initialMoments(window: number): Float64Array {
  return new Float64Array(3 * window + SCALARS).fill(Number.NaN, 0, window);
}

/**
 * Mean and spread of a window as a pure function of the window's data and the absolute session number, so that a
 * whole panel, one date and a stream of bars agree bit for bit. A running add-and-subtract would drift.
 *
 * t is the absolute session number, w the window, B = t − t mod w. The suffix side A covers B−1 down to t−w+1,
 * accumulated backwards; the prefix side C covers B up to t. Each side keeps n, K (the first present value met),
 * S1 = Σ(x − K) and S2 = Σ(x − K)²; the two are merged by the parallel form of Chan, Golub and LeVeque (1983).
 * A value is emitted when at least `least` sessions of the window are present.
 *
 * State: w slots each of S1, n and S2, one per place in the block. Until its row is reached, a slot holds the suffix
 * side of that row's window; the S1 slot then keeps the row's value, from which the next block's suffix sides come.
 */
export function fillMoment(
  moment: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  const reciprocal = reciprocals(window);
  const counts = window;
  const squares = 2 * window;
  const scalars = 3 * window;
  let place = positiveModulo(firstSession, window);
  let KA = state[scalars]!;
  let nC = state[scalars + 1]!;
  let KC = state[scalars + 2]!;
  let sC = state[scalars + 3]!;
  let qC = state[scalars + 4]!;
  for (let row = start; row < end; row++) {
    if (place === 0) {
      KA = fillSuffix(state, window);
      nC = 0;
      KC = 0;
      sC = 0;
      qC = 0;
    }
    const x = input[row]!;
    const nA = state[counts + place]!;
    const sA = nA === 0 ? 0 : state[place]!;
    const qA = state[squares + place]!;
    state[place] = x;
    place = place + 1 === window ? 0 : place + 1;
    const isPresent = !Number.isNaN(x);
    if (isPresent) {
      if (nC === 0) KC = x;
      const d = x - KC;
      nC++;
      sC += d;
      qC += d * d;
    }
    const n = nA + nC;
    if (n < least || (moment === ZSCORE && !isPresent)) {
      output[row] = Number.NaN;
      continue;
    }
    const mA = sA / Math.max(nA, 1);
    const mC = sC / Math.max(nC, 1);
    const f = nA * reciprocal[n]!;
    const dl = nA > 0 && nC > 0 ? KC - KA + (mC - mA) : 0;
    const rel = mC - dl * f;
    if (moment === MEAN) {
      output[row] = canonical(nC > 0 ? KC + rel : KA + mA);
      continue;
    }
    const MA = qA - sA * mA;
    const MC = qC - sC * mC;
    const M = MA + MC + dl * dl * (nC * f);
    const variance = Math.max(0, M * reciprocal[n - 1]!);
    if (moment === VARIANCE) output[row] = canonical(variance);
    else {
      const std = Math.sqrt(variance);
      output[row] = moment === STD ? canonical(std) : std > 0 ? canonical((x - KC - rel) / std) : Number.NaN;
    }
  }
  state[scalars] = KA;
  state[scalars + 1] = nC;
  state[scalars + 2] = KC;
  state[scalars + 3] = sC;
  state[scalars + 4] = qC;
}

/** Turns the values of the block before into the suffix sides of the block that begins; returns their anchor. */
function fillSuffix(state: Float64Array, window: number): number {
  let n = 0;
  let K = 0;
  let s = 0;
  let q = 0;
  let x = state[window - 1]!;
  state[window - 1] = 0;
  state[2 * window - 1] = 0;
  state[3 * window - 1] = 0;
  for (let place = window - 2; place >= 0; place--) {
    if (!Number.isNaN(x)) {
      if (n === 0) K = x;
      const d = x - K;
      n++;
      s += d;
      q += d * d;
    }
    x = state[place]!;
    state[place] = s;
    state[window + place] = n;
    state[2 * window + place] = q;
  }
  return K;
}
