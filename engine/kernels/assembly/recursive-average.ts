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
  const decay = 1 - alpha;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const nan = f64x2.splat(NaN);
  const hundred = f64x2.splat(100);
  const a = f64x2.splat(alpha);
  const d = f64x2.splat(decay);
  const enough = f64x2.splat(<f64>least);
  const now = scratch;
  const before = scratch + bytes * 3;
  const last = scratch + bytes * 6;
  fillPairs(now, bytes * 6, zero);
  fillPairs(last, bytes, nan);
  let place = phase;
  let power: f64 = 1;
  for (let k = 0; k < phase; k++) power *= decay;
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
      const change = f64x2.sub(x, v128.load(last + at));
      v128.store(last + at, x);
      const present = f64x2.eq(change, change);
      const rise = v128.and(change, f64x2.gt(change, zero));
      const fall = v128.and(f64x2.neg(change), f64x2.lt(change, zero));
      const up = f64x2.add(f64x2.mul(d, v128.load(now + at)), f64x2.mul(a, rise));
      const down = f64x2.add(f64x2.mul(d, v128.load(now + bytes + at)), f64x2.mul(a, fall));
      const count = f64x2.add(v128.load(now + bytes * 2 + at), v128.and(one, present));
      v128.store(now + at, up);
      v128.store(now + bytes + at, down);
      v128.store(now + bytes * 2 + at, count);
      const G = f64x2.add(up, f64x2.mul(p, v128.load(before + at)));
      const L = f64x2.add(down, f64x2.mul(p, v128.load(before + bytes + at)));
      const value = f64x2.div(f64x2.mul(hundred, G), f64x2.add(G, L));
      const seen = f64x2.add(v128.load(before + bytes * 2 + at), count);
      const isDefined = v128.and(present, f64x2.ge(seen, enough));
      v128.store(target + at, canonical(v128.bitselect(value, nan, isDefined)));
    }
  }
}
