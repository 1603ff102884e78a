import { canonical, fillPairs, PAIR, rowAt } from "./cells";

/**
 * The exponential average in the two-block form of the engine's `operators/ema.ts`, two columns at a time.
 * Scratch: 6·columns doubles.
 */
export function recursiveAverage(
  input: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  phase: i32,
  block: i32,
  alpha: f64,
  least: i32,
  output: usize,
  scratch: usize,
): void {
  const bytes = (<usize>columns) << 3;
  const decay = 1 - alpha;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const nan = f64x2.splat(NaN);
  const a = f64x2.splat(alpha);
  const d = f64x2.splat(decay);
  const enough = f64x2.splat(<f64>least);
  const now = scratch;
  const before = scratch + bytes * 3;
  fillPairs(now, bytes * 3, zero);
  let place = phase;
  let power: f64 = 1;
  for (let k = 0; k < phase; k++) power *= decay;
  fillPairs(before, bytes * 3, zero);
  for (let row = 0; row < rows; row++) {
    if (place == block) {
      memory.copy(before, now, bytes * 3);
      fillPairs(now, bytes * 3, zero);
      place = 0;
      power = 1;
    }
    place++;
    power *= decay;
    const p = f64x2.splat(power);
    const source = rowAt(input, row, stride);
    const target = rowAt(output, row, stride);
    for (let at: usize = 0; at < bytes; at += PAIR) {
      const x = v128.load(source + at);
      const present = f64x2.eq(x, x);
      const weighted = f64x2.add(f64x2.mul(d, v128.load(now + at)), v128.and(f64x2.mul(a, x), present));
      const mask = f64x2.add(f64x2.mul(d, v128.load(now + bytes + at)), v128.and(a, present));
      const count = f64x2.add(v128.load(now + bytes * 2 + at), v128.and(one, present));
      v128.store(now + at, weighted);
      v128.store(now + bytes + at, mask);
      v128.store(now + bytes * 2 + at, count);
      const seen = f64x2.add(v128.load(before + bytes * 2 + at), count);
      const value = f64x2.div(
        f64x2.add(weighted, f64x2.mul(p, v128.load(before + at))),
        f64x2.add(mask, f64x2.mul(p, v128.load(before + bytes + at))),
      );
      const isDefined = v128.and(present, f64x2.ge(seen, enough));
      v128.store(target + at, canonical(v128.bitselect(value, nan, isDefined)));
    }
  }
}

/** Of each two columns: rises, falls and count of this block and of the block before; the last value. */
const STATE: usize = 112;
/** Rows for which a state is loaded once: more would be more streams than the processor foresees. */
const TOGETHER = 4;

/**
 * The relative strength index 100·G/(G + L): G and L are the two-block Wilder averages of the rises and falls.
 * Their common divisor, the recursion on the mask, cancels and is not formed. Scratch: 7·columns doubles.
 */
export function relativeStrength(
  input: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  phase: i32,
  block: i32,
  alpha: f64,
  least: i32,
  output: usize,
  scratch: usize,
): void {
  const bytes = (<usize>columns) << 3;
  const states = bytes * 7;
  const decay = 1 - alpha;
  fillPairs(scratch, states, f64x2.splat(0));
  for (let state = scratch; state < scratch + states; state += STATE) v128.store(state, f64x2.splat(NaN), 96);
  let place = phase;
  let power: f64 = 1;
  for (let k = 0; k < phase; k++) power *= decay;
  for (let row = 0; row < rows; ) {
    if (place == block) {
      for (let state = scratch; state < scratch + states; state += STATE) {
        for (let at: usize = 0; at < 48; at += PAIR) v128.store(state + at, v128.load(state + at), 48);
        fillPairs(state, 48, f64x2.splat(0));
      }
      place = 0;
      power = 1;
    }
    const count = min(min(TOGETHER, block - place), rows - row);
    const source = rowAt(input, row, stride);
    const target = rowAt(output, row, stride);
    if (!strengthRows(source, stride, count, bytes, alpha, power, least, target, scratch))
      for (let k = 0; k < count; k++) tidyRow(rowAt(target, k, stride), bytes);
    for (let k = 0; k < count; k++) power *= decay;
    place += count;
    row += count;
  }
}

/** Some rows of one block; false when they may hold a NaN that is not the canonical one. */
function strengthRows(
  source: usize,
  stride: usize,
  count: i32,
  bytes: usize,
  alpha: f64,
  power: f64,
  least: i32,
  target: usize,
  states: usize,
): bool {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const hundred = f64x2.splat(100);
  const a = f64x2.splat(alpha);
  const d = f64x2.splat(1 - alpha);
  const enough = f64x2.splat(<f64>least);
  const offset = target - source;
  let good = i64x2.splat(-1);
  let state = states;
  for (let column = source; column < source + bytes; column += PAIR) {
    let up = v128.load(state);
    let down = v128.load(state, 16);
    let seen = v128.load(state, 32);
    const upF = v128.load(state, 48);
    const downF = v128.load(state, 64);
    const seenF = v128.load(state, 80);
    let before = v128.load(state, 96);
    let p = f64x2.splat(power);
    for (let cell = column, k = 0; k < count; k++, cell += stride) {
      const x = v128.load(cell);
      const change = f64x2.sub(x, before);
      before = x;
      p = f64x2.mul(p, d);
      // A missing change is not above zero nor below: it adds nothing.
      const rise = v128.and(change, f64x2.gt(change, zero));
      const fall = v128.and(f64x2.neg(change), f64x2.lt(change, zero));
      const present = f64x2.eq(change, change);
      up = f64x2.add(f64x2.mul(d, up), f64x2.mul(a, rise));
      down = f64x2.add(f64x2.mul(d, down), f64x2.mul(a, fall));
      seen = f64x2.add(seen, v128.and(one, present));
      const G = f64x2.add(up, f64x2.mul(p, upF));
      const L = f64x2.add(down, f64x2.mul(p, downF));
      const isDefined = v128.and(present, f64x2.ge(f64x2.add(seenF, seen), enough));
      const value = f64x2.div(f64x2.mul(hundred, G), f64x2.add(G, L));
      // All ones where nothing is defined: a NaN, for `tidyRow` to make the canonical one.
      v128.store(cell + offset, v128.or(value, v128.not(isDefined)));
      good = v128.and(good, v128.and(isDefined, f64x2.eq(value, value)));
    }
    v128.store(state, up);
    v128.store(state, down, 16);
    v128.store(state, seen, 32);
    v128.store(state, before, 96);
    state += STATE;
  }
  return i64x2.all_true(good);
}

function tidyRow(target: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += PAIR) v128.store(target + at, canonical(v128.load(target + at)));
}
