import { canonical, positiveModulo } from "./finite.ts";

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
  let place = positiveModulo(firstSession, window);
  for (let row = start; row < end; ) {
    if (place === 0) fillSuffix(state, window);
    const rows = Math.min(end - row, window - place);
    if (moment === MEAN) fillMeans(input, output, row, rows, place, window, least, state);
    else fillSpreads(moment, input, output, row, rows, place, window, least, state);
    row += rows;
    place = 0;
  }
}

/** The means of `rows` rows of one block, the first of which has this place in it. */
function fillMeans(
  input: Float64Array,
  output: Float64Array,
  start: number,
  rows: number,
  first: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  const scalars = 3 * window;
  const reciprocal = 1 / window;
  const KA = state[scalars]!;
  let nC = state[scalars + 1]!;
  let KC = state[scalars + 2]!;
  let sC = state[scalars + 3]!;
  for (let k = 0; k < rows; k++) {
    const place = first + k;
    const x = input[start + k]!;
    const nA = state[window + place]!;
    const sA = nA === 0 ? 0 : state[place]!;
    state[place] = x;
    if (!Number.isNaN(x)) {
      if (nC === 0) KC = x;
      nC++;
      sC += x - KC;
    }
    const n = nA + nC;
    const mA = nA === 0 ? 0 : sA / nA;
    const mC = nC === 0 ? 0 : sC / nC;
    const dl = nA > 0 && nC > 0 ? KC - KA + (mC - mA) : 0;
    const rel = mC - dl * (nA * (n === window ? reciprocal : 1 / n));
    output[start + k] = n < least ? Number.NaN : canonical(nC > 0 ? KC + rel : KA + mA);
  }
  state[scalars + 1] = nC;
  state[scalars + 2] = KC;
  state[scalars + 3] = sC;
}

/** The same of variance, standard deviation or z-score. */
function fillSpreads(
  moment: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  rows: number,
  first: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  const scalars = 3 * window;
  const reciprocal = 1 / window;
  const KA = state[scalars]!;
  let nC = state[scalars + 1]!;
  let KC = state[scalars + 2]!;
  let sC = state[scalars + 3]!;
  let qC = state[scalars + 4]!;
  for (let k = 0; k < rows; k++) {
    const place = first + k;
    const x = input[start + k]!;
    const nA = state[window + place]!;
    const sA = nA === 0 ? 0 : state[place]!;
    const qA = state[2 * window + place]!;
    state[place] = x;
    if (!Number.isNaN(x)) {
      if (nC === 0) KC = x;
      const d = x - KC;
      nC++;
      sC += d;
      qC += d * d;
    }
    const n = nA + nC;
    const mA = nA === 0 ? 0 : sA / nA;
    const mC = nC === 0 ? 0 : sC / nC;
    const f = nA * (n === window ? reciprocal : 1 / n);
    const dl = nA > 0 && nC > 0 ? KC - KA + (mC - mA) : 0;
    const M = qA - sA * mA + (qC - sC * mC) + dl * dl * (nC * f);
    const variance = Math.max(0, M * (1 / (n - 1)));
    const std = Math.sqrt(variance);
    let value = variance;
    if (moment === STD) value = std;
    else if (moment === ZSCORE) value = std > 0 ? (x - KC - (mC - dl * f)) / std : Number.NaN;
    output[start + k] = n < least ? Number.NaN : canonical(value);
  }
  state[scalars + 1] = nC;
  state[scalars + 2] = KC;
  state[scalars + 3] = sC;
  state[scalars + 4] = qC;
}

/** Turns the values of the block before into the suffix sides of the block that begins, whose prefix is empty. */
function fillSuffix(state: Float64Array, window: number): void {
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
  state[3 * window] = K;
  state.fill(0, 3 * window + 1, 3 * window + SCALARS);
}
