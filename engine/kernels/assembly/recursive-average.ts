import { CELL } from "./cells";

/**
 * Bytes of what is remembered of a series, laid out as by the engine's operators: two recursions and their count in
 * the block before, the same of this block, the power of the decay, the last value.
 */
const STATE: usize = 64;

/**
 * The exponential average of series that lie one behind the other, `rows` rows each, in the two-block form of the
 * engine's `operators/recursive-means.ts`; the weighted sum and its mask in the two lanes.
 *
 * `phase`: the place of row 0 in its block. `states`: carried on, series by series.
 */
export function recursiveAverage(
  input: usize,
  series: i32,
  rows: i32,
  phase: i32,
  block: i32,
  alpha: f64,
  least: i32,
  output: usize,
  states: usize,
): void {
  const bytes = <usize>rows * CELL;
  const offset = output - input;
  const decay = 1 - alpha;
  const d = f64x2.splat(decay);
  const zero = f64x2.splat(0);
  for (let k = 0; k < series; k++) {
    const state = states + <usize>k * STATE;
    let F = v128.load(state);
    let countF = load<f64>(state, 16);
    let P = v128.load(state, 24);
    let count = load<f64>(state, 40);
    let power = load<f64>(state, 48);
    let place = phase;
    const begin = input + <usize>k * bytes;
    for (let at = begin; at < begin + bytes; at += CELL) {
      if (place == 0) {
        F = P;
        countF = count;
        P = zero;
        count = 0;
        power = 1;
      }
      place = place + 1 == block ? 0 : place + 1;
      power *= decay;
      const x = load<f64>(at);
      if (x != x) {
        P = f64x2.add(f64x2.mul(d, P), zero);
        store<f64>(at + offset, NaN);
        continue;
      }
      P = f64x2.add(f64x2.mul(d, P), f64x2.replace_lane(f64x2.splat(alpha * x), 1, alpha));
      count++;
      const sums = f64x2.add(P, f64x2.mul(f64x2.splat(power), F));
      const value = f64x2.extract_lane(sums, 0) / f64x2.extract_lane(sums, 1);
      store<f64>(at + offset, countF + count >= <f64>least && value == value ? value : NaN);
    }
    v128.store(state, F);
    store<f64>(state, countF, 16);
    v128.store(state, P, 24);
    store<f64>(state, count, 40);
    store<f64>(state, power, 48);
  }
}

/**
 * The relative strength index 100·G/(G + L): G and L are the two-block Wilder averages of the rises and falls. Their
 * common divisor, the recursion on the mask, cancels and is not formed. Two series at a time; otherwise as
 * `recursiveAverage`.
 */
export function relativeStrength(
  input: usize,
  series: i32,
  rows: i32,
  phase: i32,
  block: i32,
  alpha: f64,
  least: i32,
  output: usize,
  states: usize,
): void {
  const bytes = <usize>rows * CELL;
  for (let k = 0; k < series; k += 2) {
    // Of an odd number the last one is its own companion.
    const other = min(k + 1, series - 1);
    strengthOfTwo(
      input + <usize>k * bytes,
      <usize>(other - k) * bytes,
      bytes,
      phase,
      block,
      alpha,
      least,
      output - input,
      states + <usize>k * STATE,
      states + <usize>other * STATE,
    );
  }
}

/** One series per lane. */
function strengthOfTwo(
  input: usize,
  apart: usize,
  bytes: usize,
  phase: i32,
  block: i32,
  alpha: f64,
  least: i32,
  offset: usize,
  first: usize,
  second: usize,
): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const hundred = f64x2.splat(100);
  const nan = f64x2.splat(NaN);
  const decay = 1 - alpha;
  const a = f64x2.splat(alpha);
  const d = f64x2.splat(decay);
  const enough = f64x2.splat(<f64>least);
  let upF = both(first, second, 0);
  let downF = both(first, second, 8);
  let countF = both(first, second, 16);
  let up = both(first, second, 24);
  let down = both(first, second, 32);
  let count = both(first, second, 40);
  let before = both(first, second, 56);
  let power = load<f64>(first, 48);
  let place = phase;
  for (let at = input; at < input + bytes; at += CELL) {
    if (place == 0) {
      upF = up;
      downF = down;
      countF = count;
      up = zero;
      down = zero;
      count = zero;
      power = 1;
    }
    place = place + 1 == block ? 0 : place + 1;
    power *= decay;
    const x = v128.load_lane<f64>(at + apart, v128.load_zero<f64>(at), 1);
    const change = f64x2.sub(x, before);
    before = x;
    // A missing change is not above zero nor below: it adds nothing.
    const rise = v128.and(change, f64x2.gt(change, zero));
    const fall = v128.and(f64x2.neg(change), f64x2.lt(change, zero));
    up = f64x2.add(f64x2.mul(d, up), f64x2.mul(a, rise));
    down = f64x2.add(f64x2.mul(d, down), f64x2.mul(a, fall));
    const present = f64x2.eq(change, change);
    count = f64x2.add(count, v128.and(one, present));
    const p = f64x2.splat(power);
    const G = f64x2.add(up, f64x2.mul(p, upF));
    const L = f64x2.add(down, f64x2.mul(p, downF));
    const value = f64x2.div(f64x2.mul(hundred, G), f64x2.add(G, L));
    const isEnough = f64x2.ge(f64x2.add(countF, count), enough);
    const isDefined = v128.and(v128.and(present, isEnough), f64x2.eq(value, value));
    const stored = v128.bitselect(value, nan, isDefined);
    v128.store_lane<f64>(at + offset, stored, 0);
    v128.store_lane<f64>(at + offset + apart, stored, 1);
  }
  saveBoth(first, second, 0, upF);
  saveBoth(first, second, 8, downF);
  saveBoth(first, second, 16, countF);
  saveBoth(first, second, 24, up);
  saveBoth(first, second, 32, down);
  saveBoth(first, second, 40, count);
  saveBoth(first, second, 48, f64x2.splat(power));
  saveBoth(first, second, 56, before);
}

function both(first: usize, second: usize, offset: usize): v128 {
  return v128.load_lane<f64>(second + offset, v128.load_zero<f64>(first + offset), 1);
}

function saveBoth(first: usize, second: usize, offset: usize, values: v128): void {
  v128.store_lane<f64>(first + offset, values, 0);
  v128.store_lane<f64>(second + offset, values, 1);
}
