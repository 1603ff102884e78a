import { canonical, positiveModulo } from "./finite.ts";

/** Whether a call of `fillHigherMoment` writes the skewness or the raw kurtosis. */
export const SKEWNESS = 0;
export const KURTOSIS = 1;

/** Power sums are missing until rows are seen; counts zero. */
export function initialHigherMoments(window: number): Float64Array {
  return new Float64Array(5 * window + 7).fill(Number.NaN, 0, window);
}

/**
 * Skewness m₃ / m₂^(3/2) and raw kurtosis m₄ / m₂² (3 for a normal sample), central moments with divisor n, of the
 * present values of a window, in the two blocks of two-block-moments. Each side keeps n, K and Σ(x − K)^k for
 * k = 1 … 4; its central sums are merged pairwise. A window that does not vary is missing.
 * @source Pébay (2008), Sandia report SAND2008-6212, equations 2.1 and 3.1 for p = 3, 4.
 */
export function fillHigherMoment(
  kind: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  const scalars = 5 * window;
  let place = positiveModulo(firstSession, window);
  for (let row = start; row < end; row++) {
    if (place === 0) {
      state[scalars] = fillSuffix(state, window);
      state.fill(0, scalars + 1, scalars + 7);
    }
    const x = input[row]!;
    const nA = state[window + place]!;
    const s1A = nA === 0 ? 0 : state[place]!;
    state[place] = x;
    if (!Number.isNaN(x)) {
      if (state[scalars + 1] === 0) state[scalars + 2] = x;
      const d = x - state[scalars + 2]!;
      state[scalars + 1]! += 1;
      state[scalars + 3]! += d;
      state[scalars + 4]! += d * d;
      state[scalars + 5]! += d * d * d;
      state[scalars + 6]! += d * d * (d * d);
    }
    const nC = state[scalars + 1]!;
    const n = nA + nC;
    if (n < least) output[row] = Number.NaN;
    else {
      const A = centralSums(nA, s1A, state, 2 * window + place, window, sumsA);
      const C = centralSums(nC, state[scalars + 3]!, state, scalars + 4, 1, sumsC);
      const apart = state[scalars + 2]! - state[scalars]! + (C[0]! - A[0]!);
      output[row] = merged(kind, nA, nC, apart, A, C);
    }
    place = place + 1 === window ? 0 : place + 1;
  }
}

const sumsA = new Float64Array(4);
const sumsC = new Float64Array(4);

/** The mean relative to the anchor and the central sums M₂, M₃, M₄ of one side from its power sums. */
function centralSums(
  n: number,
  s1: number,
  state: Float64Array,
  at: number,
  stride: number,
  output: Float64Array,
): Float64Array {
  if (n === 0) return output.fill(0);
  const s2 = state[at]!;
  const s3 = state[at + stride]!;
  const s4 = state[at + 2 * stride]!;
  const m = s1 / n;
  output[0] = m;
  output[1] = s2 - s1 * m;
  output[2] = s3 - 3 * m * s2 + 2 * m * m * s1;
  output[3] = s4 - 4 * m * s3 + 6 * m * m * s2 - 3 * m * m * m * s1;
  return output;
}

function merged(
  kind: number,
  nA: number,
  nC: number,
  apart: number,
  A: Float64Array,
  C: Float64Array,
): number {
  const n = nA + nC;
  const delta = nA > 0 && nC > 0 ? apart : 0;
  const perN = delta / n;
  const M2 = A[1]! + C[1]! + delta * perN * (nA * nC);
  if (!(M2 > 0)) return Number.NaN;
  if (kind === SKEWNESS) {
    const M3 =
      A[2]! + C[2]! + delta * perN * perN * (nA * nC * (nA - nC)) + 3 * perN * (nA * C[1]! - nC * A[1]!);
    return canonical((Math.sqrt(n) * M3) / (M2 * Math.sqrt(M2)));
  }
  const M4 =
    A[3]! +
    C[3]! +
    delta * perN * perN * perN * (nA * nC * (nA * nA - nA * nC + nC * nC)) +
    6 * perN * perN * (nA * nA * C[1]! + nC * nC * A[1]!) +
    4 * perN * (nA * C[2]! - nC * A[2]!);
  return canonical((n * M4) / (M2 * M2));
}

/** Turns the values of the block before into the suffix sides of the block that begins; returns their anchor. */
function fillSuffix(state: Float64Array, window: number): number {
  let n = 0;
  let K = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let x = state[window - 1]!;
  for (let part = 0; part < 5; part++) state[part * window + window - 1] = 0;
  for (let place = window - 2; place >= 0; place--) {
    if (!Number.isNaN(x)) {
      if (n === 0) K = x;
      const d = x - K;
      n++;
      s1 += d;
      s2 += d * d;
      s3 += d * d * d;
      s4 += d * d * (d * d);
    }
    x = state[place]!;
    state[place] = s1;
    state[window + place] = n;
    state[2 * window + place] = s2;
    state[3 * window + place] = s3;
    state[4 * window + place] = s4;
  }
  return K;
}
