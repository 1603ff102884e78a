import { CELL, hasNaN, PAIR } from "./cells";

/**
 * Rolling mean, variance, standard deviation and z-score of series that lie one behind the other, `rows` rows each, in
 * the two-block form of the engine's `two-block-moments.ts`; the order of additions is that file's, so the bits are
 * too. In a block without gaps the two sides are added up together, one per lane, and everything that is no running
 * sum is computed for two rows at once.
 *
 * `phase`: the place of row 0 in its block. `history`: rows that stand before row 0 of the one series; 0 for several.
 * An output of 0 is not wanted; the cell behind an output's last may be overwritten.
 * Scratch: (10·window + 20) doubles.
 */
export function rollingMoments(
  input: usize,
  series: i32,
  rows: i32,
  history: i32,
  phase: i32,
  window: i32,
  least: i32,
  mean: usize,
  variance: usize,
  std: usize,
  zscore: usize,
  scratch: usize,
): void {
  fillTables(window, scratch);
  const bytes = <usize>rows * CELL;
  const isMeanOnly = (variance | std | zscore) == 0;
  for (let k = 0; k < series; k++) {
    const offset = <usize>k * bytes;
    const source = input + offset;
    const toMean = mean ? mean + offset : 0;
    const toVariance = variance ? variance + offset : 0;
    const toStd = std ? std + offset : 0;
    const toZscore = zscore ? zscore + offset : 0;
    let wasWhole = false;
    // Of means: whether the block before has left its sums, and in which of two arrays.
    let hasSums = false;
    let which = 0;
    for (let block = -phase; block < rows; block += window) {
      const count = min(window, rows - block);
      const at = <usize>(block as isize) * CELL;
      let isWhole = false;
      let isGood = false;
      if (isMeanOnly) {
        // A value that is missing makes a mean that is; only blocks that cannot be whole are not tried.
        isGood =
          block >= 0 && block - window + 1 >= -history && window > 1 && !hasNaNAtEnds(source + at, count);
        if (isGood) {
          const sums = suffixSums(scratch, window, which);
          const next = suffixSums(scratch, window, 1 - which);
          if (!hasSums) sumBackwards(source + at, window, sums);
          isGood = wholeMeans(source + at, count, window, toMean + at, scratch, sums, next);
        }
        hasSums = isGood && count == window;
        which = 1 - which;
      } else {
        isWhole = block >= 0 && !hasNaN(source + at, count);
        if (!wasWhole && isWhole && window > 1)
          wasWhole =
            block - window + 1 >= -history && !hasNaN(source + at - <usize>(window - 1) * CELL, window - 1);
        // A window of one row has no spread: the other form knows.
        isGood = isWhole && wasWhole;
        if (isGood)
          isGood = wholeSpreads(
            source + at,
            count,
            window,
            toMean ? toMean + at : 0,
            toVariance ? toVariance + at : 0,
            toStd ? toStd + at : 0,
            toZscore ? toZscore + at : 0,
            scratch,
          );
      }
      if (!isGood)
        gappedBlock(
          source,
          block,
          block + count,
          history,
          window,
          least,
          toMean,
          toVariance,
          toStd,
          toZscore,
          scratch,
        );
      wasWhole = isWhole && count == window && window > 1;
    }
  }
}

/** Whether a block, or what its first window reaches, begins or ends with a missing value. */
function hasNaNAtEnds(source: usize, count: i32): bool {
  const before = load<f64>(source - CELL);
  const first = load<f64>(source);
  const last = load<f64>(source + <usize>(count - 1) * CELL);
  return before != before || first != first || last != last;
}

/** Bytes of one array of the scratch: a cell per place in the block, and of the last pair one too many. */
function arrayBytes(window: i32): usize {
  return (<usize>window + 2) * CELL;
}

/** By place in the block: rows of the suffix side (at least 1), of the prefix side, the suffix's share, and weight. */
function fillTables(window: i32, tables: usize): void {
  const size = arrayBytes(window);
  const reciprocal = 1 / <f64>window;
  for (let place = 0; place < window; place++) {
    const at = tables + <usize>place * CELL;
    const length = <f64>(window - 1 - place);
    const share = length * reciprocal;
    store<f64>(at, max(length, 1));
    store<f64>(at + size, <f64>(place + 1));
    store<f64>(at + size * 2, share);
    store<f64>(at + size * 3, <f64>(place + 1) * share);
  }
  // Of an odd window the last pair reads one place more, which must look like a number with a spread.
  const end = tables + <usize>window * CELL;
  for (let k: usize = 0; k < 8; k++) store<f64>(end + size * k, k == 2 || k == 4 || k == 5 ? 0 : 1);
}

/** Where one of the two arrays of suffix sums begins; a cell before it may be overwritten. */
function suffixSums(scratch: usize, window: i32, which: i32): usize {
  return scratch + arrayBytes(window) * <usize>(4 + which) + CELL;
}

/** By place in a block, the sum of what a window reaches of the block before; `next` is the row behind that block. */
function sumBackwards(next: usize, window: i32, sums: usize): void {
  const anchor = load<f64>(next - CELL);
  let sum: f64 = 0;
  let from = next - CELL;
  let to = sums + <usize>(window - 2) * CELL;
  for (let k = 0; k < window - 1; k++) {
    sum += load<f64>(from) - anchor;
    store<f64>(to, sum);
    from -= CELL;
    to -= CELL;
  }
  store<f64>(sums + <usize>(window - 1) * CELL, 0);
}

/**
 * The means of a block that is whole, as is what its windows reach before it, whose sums are in `suffix`; those of a full
 * block itself go to `next`. In one pass: the two running sums, forwards and backwards, are made while the divisions are
 * waited for. False when a mean may be missing all the same, from infinite values; the block is then to be done again.
 */
function wholeMeans(
  source: usize,
  count: i32,
  window: i32,
  mean: usize,
  tables: usize,
  suffix: usize,
  next: usize,
): bool {
  const size = arrayBytes(window);
  const bytes = <usize>count * CELL;
  const anchorA = load<f64>(source - CELL);
  const anchor = load<f64>(source);
  const K = f64x2.splat(anchor);
  const last = f64x2.splat(load<f64>(source + bytes - CELL));
  const apart = f64x2.splat(anchor - anchorA);
  let sum: f64 = 0;
  let sumBack: f64 = 0;
  let back = source + bytes - PAIR;
  let toBack = next + <usize>(window - 3) * CELL;
  let good = i64x2.splat(-1);
  const end = bytes & ~(PAIR - 1);
  for (let at: usize = 0; at < end; at += PAIR) {
    const d = f64x2.sub(v128.load(source + at), K);
    const first = sum + f64x2.extract_lane(d, 0);
    sum = first + f64x2.extract_lane(d, 1);
    const e = f64x2.sub(v128.load(back), last);
    const firstBack = sumBack + f64x2.extract_lane(e, 1);
    sumBack = firstBack + f64x2.extract_lane(e, 0);
    v128.store(toBack, f64x2.replace_lane(f64x2.splat(sumBack), 1, firstBack));
    back -= PAIR;
    toBack -= PAIR;
    const prefix = f64x2.replace_lane(f64x2.splat(first), 1, sum);
    const average = meansOf(prefix, v128.load(suffix + at), K, apart, tables + at, size);
    v128.store(mean + at, average);
    good = v128.and(good, f64x2.eq(average, average));
  }
  if (end < bytes) {
    const d = load<f64>(source + end) - anchor;
    const prefix = f64x2.replace_lane(f64x2.splat(0), 0, sum + d);
    const average = meansOf(prefix, v128.load(suffix + end), K, apart, tables + end, size);
    v128.store(mean + end, average);
    good = v128.and(good, f64x2.eq(average, average));
  }
  store<f64>(next + <usize>(window - 1) * CELL, 0);
  return i64x2.all_true(good);
}

/** The means of two neighbouring places, of the sums of either side. */
function meansOf(prefix: v128, suffix: v128, K: v128, apart: v128, table: usize, size: usize): v128 {
  const f = v128.load(table + size * 2);
  const mA = f64x2.div(suffix, v128.load(table));
  const mC = f64x2.div(prefix, v128.load(table + size));
  const delta = v128.and(f64x2.add(apart, f64x2.sub(mC, mA)), f64x2.gt(f, f64x2.splat(0)));
  return f64x2.add(K, f64x2.sub(mC, f64x2.mul(delta, f)));
}

/** All moments of such a block; false also when a value does not vary. */
function wholeSpreads(
  source: usize,
  count: i32,
  window: i32,
  mean: usize,
  variance: usize,
  std: usize,
  zscore: usize,
  scratch: usize,
): bool {
  const size = arrayBytes(window);
  const prefix = scratch + size * 4;
  const suffix = scratch + size * 5;
  const prefixSquares = scratch + size * 6;
  const suffixSquares = scratch + size * 7;
  const anchorA = load<f64>(source - CELL);
  const anchor = load<f64>(source);
  let sumA: f64 = 0;
  let sum: f64 = 0;
  let squaresA: f64 = 0;
  let squares: f64 = 0;
  const both = min(count, window - 1);
  let before = source - CELL;
  let now = source;
  let toA = <usize>(window - 2) * CELL;
  let to: usize = 0;
  for (let k = 0; k < both; k++) {
    const dA = load<f64>(before) - anchorA;
    const d = load<f64>(now) - anchor;
    sumA += dA;
    sum += d;
    squaresA += dA * dA;
    squares += d * d;
    store<f64>(suffix + toA, sumA);
    store<f64>(suffixSquares + toA, squaresA);
    store<f64>(prefix + to, sum);
    store<f64>(prefixSquares + to, squares);
    before -= CELL;
    now += CELL;
    toA -= CELL;
    to += CELL;
  }
  for (let k = both; k < window - 1; k++) {
    const dA = load<f64>(before) - anchorA;
    sumA += dA;
    squaresA += dA * dA;
    store<f64>(suffix + toA, sumA);
    store<f64>(suffixSquares + toA, squaresA);
    before -= CELL;
    toA -= CELL;
  }
  if (both < count) {
    const d = load<f64>(now) - anchor;
    store<f64>(prefix + to, sum + d);
    store<f64>(prefixSquares + to, squares + d * d);
  }
  const end = <usize>(window - 1) * CELL;
  store<f64>(suffix + end, 0);
  store<f64>(suffixSquares + end, 0);
  const K = f64x2.splat(anchor);
  const apart = f64x2.splat(anchor - anchorA);
  const zero = f64x2.splat(0);
  const sampleReciprocal = f64x2.splat(1 / <f64>(window - 1));
  const bytes = <usize>count * CELL;
  let good = i64x2.splat(-1);
  for (let at: usize = 0; at < bytes; at += PAIR) {
    const table = scratch + at;
    const f = v128.load(table + size * 2);
    const sA = v128.load(suffix + at);
    const s = v128.load(prefix + at);
    const mA = f64x2.div(sA, v128.load(table));
    const mC = f64x2.div(s, v128.load(table + size));
    const delta = v128.and(f64x2.add(apart, f64x2.sub(mC, mA)), f64x2.gt(f, zero));
    const relative = f64x2.sub(mC, f64x2.mul(delta, f));
    const average = f64x2.add(K, relative);
    if (mean) v128.store(mean + at, average);
    const MA = f64x2.sub(v128.load(suffixSquares + at), f64x2.mul(sA, mA));
    const MC = f64x2.sub(v128.load(prefixSquares + at), f64x2.mul(s, mC));
    const spread = v128.load(table + size * 3);
    const M = f64x2.add(f64x2.add(MA, MC), f64x2.mul(f64x2.mul(delta, delta), spread));
    // pmax keeps a NaN; adding zero makes the −0 of an underflow +0, as Math.max(0, −0) is.
    const square = f64x2.add(f64x2.pmax(f64x2.mul(M, sampleReciprocal), zero), zero);
    if (variance) v128.store(variance + at, square);
    const deviation = f64x2.sqrt(square);
    if (std) v128.store(std + at, deviation);
    const d = f64x2.sub(v128.load(source + at), K);
    const z = f64x2.div(f64x2.sub(d, relative), deviation);
    if (zscore) v128.store(zscore + at, z);
    const varies = f64x2.gt(deviation, zero);
    good = v128.and(good, v128.and(varies, v128.and(f64x2.eq(average, average), f64x2.eq(z, z))));
  }
  return i64x2.all_true(good);
}

/** Any block: with gaps, at the beginning of the series, or behind rows that are not there. */
function gappedBlock(
  source: usize,
  block: i32,
  end: i32,
  history: i32,
  window: i32,
  least: i32,
  mean: usize,
  variance: usize,
  std: usize,
  zscore: usize,
  scratch: usize,
): void {
  const size = arrayBytes(window);
  const suffix = scratch + size * 5;
  const suffixSquares = scratch + size * 7;
  const counts = scratch + size * 8;
  let KA: f64 = 0;
  let nA: f64 = 0;
  let sA: f64 = 0;
  let qA: f64 = 0;
  for (let length = 0; length < window; length++) {
    const row = block - length;
    if (length > 0 && row >= -history) {
      const x = load<f64>(source + <usize>(row as isize) * CELL);
      if (x == x) {
        if (nA == 0) KA = x;
        const d = x - KA;
        nA++;
        sA += d;
        qA += d * d;
      }
    }
    const at = <usize>(window - 1 - length) * CELL;
    store<f64>(suffix + at, sA);
    store<f64>(suffixSquares + at, qA);
    store<f64>(counts + at, nA);
  }
  let KC: f64 = 0;
  let nC: f64 = 0;
  let sC: f64 = 0;
  let qC: f64 = 0;
  for (let row = max(block, -history); row < end; row++) {
    const at = <usize>(row as isize) * CELL;
    const x = load<f64>(source + at);
    if (x == x) {
      if (nC == 0) KC = x;
      const d = x - KC;
      nC++;
      sC += d;
      qC += d * d;
    }
    if (row < 0) continue;
    const place = <usize>(row - block) * CELL;
    nA = load<f64>(counts + place);
    const n = nA + nC;
    if (n < <f64>least || n == 0) {
      if (mean) store<f64>(mean + at, NaN);
      if (variance) store<f64>(variance + at, NaN);
      if (std) store<f64>(std + at, NaN);
      if (zscore) store<f64>(zscore + at, NaN);
      continue;
    }
    sA = load<f64>(suffix + place);
    const mA = nA == 0 ? 0 : sA / nA;
    const mC = nC == 0 ? 0 : sC / nC;
    const dl = nA > 0 && nC > 0 ? KC - KA + (mC - mA) : 0;
    const f = nA * (1 / n);
    const rel = mC - dl * f;
    if (mean) storeNumber(mean + at, nC > 0 ? KC + rel : KA + mA);
    const M = load<f64>(suffixSquares + place) - sA * mA + (qC - sC * mC) + dl * dl * (nC * f);
    let square = M * (1 / (n - 1));
    square = square > 0 || square != square ? square : 0;
    if (n < 2) square = NaN;
    if (variance) storeNumber(variance + at, square);
    const deviation = sqrt<f64>(square);
    if (std) storeNumber(std + at, deviation);
    if (zscore) storeNumber(zscore + at, deviation > 0 ? (x - KC - rel) / deviation : NaN);
  }
}

/** The bits of NaN differ between engines; every stored NaN is the canonical one. */
function storeNumber(to: usize, x: f64): void {
  store<f64>(to, x == x ? x : NaN);
}
