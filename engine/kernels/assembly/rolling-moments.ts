import { canonical, fillPairs, hasNaN, PAIR, rowAt } from "./cells";

/**
 * Rolling mean, variance, standard deviation and z-score, two columns at a time, in the two-block form
 * of the engine's `two-block-moments.ts`; the order of operations is that file's, so the bits are too.
 *
 * `columns` is even. An output of 0 is not wanted. Scratch: (3·window + 9)·columns doubles.
 */
export function rollingMoments(
  input: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  phase: i32,
  window: i32,
  least: i32,
  mean: usize,
  variance: usize,
  std: usize,
  zscore: usize,
  scratch: usize,
): void {
  const bytes = (<usize>columns) << 3;
  const prefix = scratch + bytes;
  const spare = scratch + bytes * 5;
  const suffix = scratch + bytes * 9;
  const isMeanOnly = (variance | std | zscore) == 0;
  let wasWhole = false;
  for (let block = -phase; block < rows; block += window) {
    const begin = max(block, 0);
    const end = min(block + window, rows);
    let isWhole = true;
    for (let row = begin; row < end && isWhole; row++) isWhole = !hasNaN(rowAt(input, row, stride), bytes);
    if (isWhole && wasWhole) {
      wholeSuffix(input, stride, block, window, bytes, scratch, suffix);
      for (let row = begin; row < end; row++) {
        const source = rowAt(input, row, stride);
        const offset = <usize>row * stride;
        if (isMeanOnly) wholeMean(source, row - block, window, bytes, mean + offset, scratch, suffix);
        else
          wholeRow(
            source,
            row - block,
            window,
            bytes,
            mean ? mean + offset : spare,
            variance ? variance + offset : spare + bytes,
            std ? std + offset : spare + bytes * 2,
            zscore ? zscore + offset : spare + bytes * 3,
            scratch,
            suffix,
          );
      }
    } else {
      gappedSuffix(input, stride, block, window, bytes, scratch, suffix);
      fillPairs(prefix, bytes * 4, f64x2.splat(0));
      for (let row = begin; row < end; row++)
        gappedRow(
          input,
          stride,
          row,
          row - block,
          window,
          least,
          bytes,
          mean,
          variance,
          std,
          zscore,
          scratch,
          prefix,
          suffix,
        );
    }
    // A window of one row has no spread: the other form knows.
    wasWhole = isWhole && block >= 0 && window > 1;
  }
}

/** Of each two columns: anchor of the suffix side; anchor, Σ and Σ² of the prefix side. Of the suffix: Σ, Σ². */
const STATE: usize = 64;
const SUFFIX: usize = 32;

function wholeSuffix(
  input: usize,
  stride: usize,
  block: i32,
  window: i32,
  bytes: usize,
  states: usize,
  suffix: usize,
): void {
  const last = rowAt(input, block - 1, stride);
  for (let at: usize = 0, state = states; at < bytes; at += PAIR, state += STATE)
    v128.store(state, v128.load(last + at));
  fillPairs(suffix, bytes * 2, f64x2.splat(0));
  for (let length = 1; length < window; length++) {
    const end = rowAt(input, block - length, stride) + bytes;
    let before = suffix + <usize>(length - 1) * bytes * 2;
    let next = before + bytes * 2;
    let state = states;
    for (let source = end - bytes; source < end; source += PAIR) {
      const d = f64x2.sub(v128.load(source), v128.load(state));
      v128.store(next, f64x2.add(v128.load(before), d));
      v128.store(next, f64x2.add(v128.load(before, 16), f64x2.mul(d, d)), 16);
      before += SUFFIX;
      next += SUFFIX;
      state += STATE;
    }
  }
}

/**
 * A row of a block that is whole, as is the block before. Writes every moment, what is not wanted to scratch, and
 * puts right afterwards what is not a number, which then is rare.
 */
function wholeRow(
  source: usize,
  place: i32,
  window: i32,
  bytes: usize,
  mean: usize,
  variance: usize,
  std: usize,
  zscore: usize,
  states: usize,
  suffix: usize,
): void {
  const length = window - 1 - place;
  const nA = f64x2.splat(<f64>max(length, 1));
  const nC = f64x2.splat(<f64>(place + 1));
  const share = <f64>length * (1 / <f64>window);
  const f = f64x2.splat(share);
  const spread = f64x2.splat(<f64>(place + 1) * share);
  const sampleReciprocal = f64x2.splat(1 / <f64>max(window - 1, 1));
  const both = i64x2.splat(length > 0 ? -1 : 0);
  const zero = f64x2.splat(0);
  if (place == 0) {
    for (let at: usize = 0, state = states; at < bytes; at += PAIR, state += STATE) {
      v128.store(state, v128.load(source + at), 16);
      v128.store(state, zero, 32);
      v128.store(state, zero, 48);
    }
  }
  let good = i64x2.splat(-1);
  let state = states;
  let side = suffix + <usize>length * bytes * 2;
  for (let at: usize = 0; at < bytes; at += PAIR) {
    const anchor = v128.load(state, 16);
    const d = f64x2.sub(v128.load(source + at), anchor);
    const sum = f64x2.add(v128.load(state, 32), d);
    const squares = f64x2.add(v128.load(state, 48), f64x2.mul(d, d));
    v128.store(state, sum, 32);
    v128.store(state, squares, 48);
    const sumA = v128.load(side);
    const mA = f64x2.div(sumA, nA);
    const mC = f64x2.div(sum, nC);
    const apart = f64x2.sub(anchor, v128.load(state));
    const delta = v128.and(f64x2.add(apart, f64x2.sub(mC, mA)), both);
    const relative = f64x2.sub(mC, f64x2.mul(delta, f));
    const average = f64x2.add(anchor, relative);
    v128.store(mean + at, average);
    const MA = f64x2.sub(v128.load(side, 16), f64x2.mul(sumA, mA));
    const MC = f64x2.sub(squares, f64x2.mul(sum, mC));
    const M = f64x2.add(f64x2.add(MA, MC), f64x2.mul(f64x2.mul(delta, delta), spread));
    // pmax keeps a NaN; adding zero makes the −0 of an underflow +0, as Math.max(0, −0) is.
    const square = f64x2.add(f64x2.pmax(f64x2.mul(M, sampleReciprocal), zero), zero);
    v128.store(variance + at, square);
    const deviation = f64x2.sqrt(square);
    v128.store(std + at, deviation);
    const z = f64x2.div(f64x2.sub(d, relative), deviation);
    v128.store(zscore + at, z);
    const varies = f64x2.gt(deviation, zero);
    good = v128.and(good, v128.and(varies, v128.and(f64x2.eq(average, average), f64x2.eq(z, z))));
    state += STATE;
    side += SUFFIX;
  }
  if (!i64x2.all_true(good)) tidyRow(bytes, mean, variance, std, zscore);
}

/** Makes every NaN of a row the canonical one, and a z-score without a spread one. */
function tidyRow(bytes: usize, mean: usize, variance: usize, std: usize, zscore: usize): void {
  const nan = f64x2.splat(NaN);
  for (let at: usize = 0; at < bytes; at += PAIR) {
    const deviation = v128.load(std + at);
    const varies = f64x2.gt(deviation, f64x2.splat(0));
    v128.store(zscore + at, canonical(v128.bitselect(v128.load(zscore + at), nan, varies)));
    v128.store(std + at, canonical(deviation));
    v128.store(variance + at, canonical(v128.load(variance + at)));
    v128.store(mean + at, canonical(v128.load(mean + at)));
  }
}

/** A row of which only the mean is wanted. */
function wholeMean(
  source: usize,
  place: i32,
  window: i32,
  bytes: usize,
  mean: usize,
  states: usize,
  suffix: usize,
): void {
  const length = window - 1 - place;
  const nA = f64x2.splat(<f64>max(length, 1));
  const nC = f64x2.splat(<f64>(place + 1));
  const f = f64x2.splat(<f64>length * (1 / <f64>window));
  const both = i64x2.splat(length > 0 ? -1 : 0);
  const zero = f64x2.splat(0);
  if (place == 0) {
    for (let at: usize = 0, state = states; at < bytes; at += PAIR, state += STATE) {
      v128.store(state, v128.load(source + at), 16);
      v128.store(state, zero, 32);
    }
  }
  let state = states;
  let side = suffix + <usize>length * bytes * 2;
  for (let at: usize = 0; at < bytes; at += PAIR) {
    const anchor = v128.load(state, 16);
    const sum = f64x2.add(v128.load(state, 32), f64x2.sub(v128.load(source + at), anchor));
    v128.store(state, sum, 32);
    const mA = f64x2.div(v128.load(side), nA);
    const mC = f64x2.div(sum, nC);
    const apart = f64x2.sub(anchor, v128.load(state));
    const delta = v128.and(f64x2.add(apart, f64x2.sub(mC, mA)), both);
    v128.store(mean + at, canonical(f64x2.add(anchor, f64x2.sub(mC, f64x2.mul(delta, f)))));
    state += STATE;
    side += SUFFIX;
  }
}

function gappedSuffix(
  input: usize,
  stride: usize,
  block: i32,
  window: i32,
  bytes: usize,
  suffixAnchor: usize,
  suffix: usize,
): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  fillPairs(suffixAnchor, bytes, zero);
  fillPairs(suffix, bytes * 3, zero);
  let sums = suffix;
  for (let length = 1; length < window; length++) {
    const next = sums + bytes * 3;
    if (block - length < 0) {
      memory.copy(next, sums, bytes * 3);
      sums = next;
      continue;
    }
    const row = rowAt(input, block - length, stride);
    for (let at: usize = 0; at < bytes; at += PAIR) {
      const x = v128.load(row + at);
      const present = f64x2.eq(x, x);
      const count = v128.load(sums + bytes * 2 + at);
      const isFirst = v128.and(present, f64x2.eq(count, zero));
      const anchor = v128.bitselect(x, v128.load(suffixAnchor + at), isFirst);
      v128.store(suffixAnchor + at, anchor);
      const d = v128.and(f64x2.sub(x, anchor), present);
      v128.store(next + at, f64x2.add(v128.load(sums + at), d));
      const squares = v128.load(sums + bytes + at);
      v128.store(next + bytes + at, f64x2.add(squares, f64x2.mul(d, d)));
      v128.store(next + bytes * 2 + at, f64x2.add(count, v128.and(one, present)));
    }
    sums = next;
  }
}

function gappedRow(
  input: usize,
  stride: usize,
  row: i32,
  place: i32,
  window: i32,
  least: i32,
  bytes: usize,
  mean: usize,
  variance: usize,
  std: usize,
  zscore: usize,
  suffixAnchor: usize,
  prefix: usize,
  suffix: usize,
): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const nan = f64x2.splat(NaN);
  const enough = f64x2.splat(<f64>least);
  const enoughToSpread = f64x2.splat(<f64>max(least, 2));
  // What is emitted then has the whole window, so its divisors need not be formed.
  const isAlwaysWhole = least == window;
  const reciprocal = f64x2.splat(1 / <f64>window);
  const sampleReciprocal = f64x2.splat(1 / <f64>max(window - 1, 1));
  const source = rowAt(input, row, stride);
  const offset = <usize>row * stride;
  const state = suffix + <usize>(window - 1 - place) * bytes * 3;
  for (let at: usize = 0; at < bytes; at += PAIR) {
    const x = v128.load(source + at);
    const present = f64x2.eq(x, x);
    const before = v128.load(prefix + bytes * 3 + at);
    const isFirst = v128.and(present, f64x2.eq(before, zero));
    const anchor = v128.bitselect(x, v128.load(prefix + at), isFirst);
    const d = v128.and(f64x2.sub(x, anchor), present);
    const sum = f64x2.add(v128.load(prefix + bytes + at), d);
    const squares = f64x2.add(v128.load(prefix + bytes * 2 + at), f64x2.mul(d, d));
    const nC = f64x2.add(before, v128.and(one, present));
    v128.store(prefix + at, anchor);
    v128.store(prefix + bytes + at, sum);
    v128.store(prefix + bytes * 2 + at, squares);
    v128.store(prefix + bytes * 3 + at, nC);
    const nA = v128.load(state + bytes * 2 + at);
    const n = f64x2.add(nA, nC);
    const isEnough = f64x2.ge(n, enough);
    const hasSpread = f64x2.ge(n, enoughToSpread);
    const rN = isAlwaysWhole ? reciprocal : f64x2.div(one, f64x2.pmax(n, one));
    const rV = isAlwaysWhole ? sampleReciprocal : f64x2.div(one, f64x2.pmax(f64x2.sub(n, one), one));
    const hasC = f64x2.gt(nC, zero);
    const sumA = v128.load(state + at);
    const mA = f64x2.div(sumA, f64x2.pmax(nA, one));
    const mC = f64x2.div(sum, f64x2.pmax(nC, one));
    const anchorA = v128.load(suffixAnchor + at);
    const both = v128.and(hasC, f64x2.gt(nA, zero));
    const apart = f64x2.sub(anchor, anchorA);
    const delta = v128.and(f64x2.add(apart, f64x2.sub(mC, mA)), both);
    const f = f64x2.mul(nA, rN);
    const relative = f64x2.sub(mC, f64x2.mul(delta, f));
    if (mean) {
      const value = v128.bitselect(f64x2.add(anchor, relative), f64x2.add(anchorA, mA), hasC);
      v128.store(mean + offset + at, canonical(v128.bitselect(value, nan, isEnough)));
    }
    const MA = f64x2.sub(v128.load(state + bytes + at), f64x2.mul(sumA, mA));
    const MC = f64x2.sub(squares, f64x2.mul(sum, mC));
    const spread = f64x2.mul(nC, f);
    const M = f64x2.add(f64x2.add(MA, MC), f64x2.mul(f64x2.mul(delta, delta), spread));
    const square = f64x2.add(f64x2.pmax(f64x2.mul(M, rV), zero), zero);
    if (variance) v128.store(variance + offset + at, canonical(v128.bitselect(square, nan, hasSpread)));
    const deviation = f64x2.sqrt(square);
    if (std) v128.store(std + offset + at, canonical(v128.bitselect(deviation, nan, hasSpread)));
    if (!zscore) continue;
    const z = f64x2.div(f64x2.sub(f64x2.sub(x, anchor), relative), deviation);
    const isDefined = v128.and(hasSpread, f64x2.gt(deviation, zero));
    v128.store(zscore + offset + at, canonical(v128.bitselect(z, nan, isDefined)));
  }
}
