/**
 * Mean and spread of a window as a pure function of the window's data and the absolute session number, so that a
 * whole panel, one date and a stream of bars agree bit for bit. A running add-and-subtract would drift.
 *
 * t is the absolute session number, w the window, B = t − t mod w. The suffix side covers B−1 down to t−w+1,
 * accumulated backwards; the prefix side covers B up to t. Each side keeps n, K (the first present value met),
 * S1 = Σ(x − K) and S2 = Σ(x − K)²; the two are merged by the parallel form of Chan, Golub and LeVeque (1983).
 * A value is emitted when all w sessions are present; otherwise it is missing.
 */
export type Moment = "mean" | "std" | "zscore";

export function fillMoment(
  moment: Moment,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
): void {
  const suffixCount = new Int32Array(window);
  const suffixSum = new Float64Array(window);
  const suffixSquares = new Float64Array(window);
  const reciprocal = 1 / window;
  const sampleReciprocal = 1 / Math.max(window - 1, 1);
  let blockStart = start - positiveModulo(firstSession, window);
  for (; blockStart < end; blockStart += window) {
    const suffixAnchor = fillSuffix(input, start, blockStart, window, suffixCount, suffixSum, suffixSquares);
    let count = 0;
    let anchor = 0;
    let sum = 0;
    let squares = 0;
    const blockEnd = Math.min(blockStart + window, end);
    for (let row = Math.max(blockStart, start); row < blockEnd; row++) {
      const x = input[row]!;
      if (!Number.isNaN(x)) {
        if (count === 0) anchor = x;
        const difference = x - anchor;
        count++;
        sum += difference;
        squares += difference * difference;
      }
      // Sessions of the suffix side: t−w+1 … B−1, that is w − 1 − (row − B) of them.
      const length = window - 1 - (row - blockStart);
      const nA = suffixCount[length]!;
      if (nA + count < window) {
        output[row] = Number.NaN;
        continue;
      }
      // The formulas' letters: A the suffix side, C the prefix side.
      const mA = suffixSum[length]! / Math.max(nA, 1);
      const mC = sum / Math.max(count, 1);
      const delta = nA > 0 && count > 0 ? anchor - suffixAnchor + (mC - mA) : 0;
      const f = nA * reciprocal;
      const relative = mC - delta * f;
      if (moment === "mean") {
        output[row] = canonical(count > 0 ? anchor + relative : suffixAnchor + mA);
        continue;
      }
      const MA = suffixSquares[length]! - suffixSum[length]! * mA;
      const MC = squares - sum * mC;
      const M = MA + MC + delta * delta * (count * f);
      const std = Math.sqrt(Math.max(0, M * sampleReciprocal));
      if (moment === "std") output[row] = canonical(std);
      else output[row] = std > 0 ? canonical((x - anchor - relative) / std) : Number.NaN;
    }
  }
}

/** Fills the suffix state of the block before `blockStart` by its length in sessions; returns its anchor K. */
function fillSuffix(
  input: Float64Array,
  start: number,
  blockStart: number,
  window: number,
  counts: Int32Array,
  sums: Float64Array,
  squares: Float64Array,
): number {
  let count = 0;
  let anchor = 0;
  let sum = 0;
  let square = 0;
  counts[0] = 0;
  sums[0] = 0;
  squares[0] = 0;
  for (let length = 1; length < window; length++) {
    const row = blockStart - length;
    const x = row >= start ? input[row]! : Number.NaN;
    if (!Number.isNaN(x)) {
      if (count === 0) anchor = x;
      const difference = x - anchor;
      count++;
      sum += difference;
      square += difference * difference;
    }
    counts[length] = count;
    sums[length] = sum;
    squares[length] = square;
  }
  return anchor;
}

/** NaN bits are not stable across engines; every stored NaN is the canonical one. */
const canonical = (x: number) => (!Number.isNaN(x) ? x : Number.NaN);

/** `a mod n` in 0 … n−1, also for negative a. */
export const positiveModulo = (a: number, n: number) => ((a % n) + n) % n;
