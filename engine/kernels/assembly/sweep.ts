import { CELL } from "./cells";

/** Bytes of one record of the range table: lowest, highest, deepest fall, Σr, Σr². */
const RECORD: usize = 40;

/**
 * The mean of each window over one series, then at each bar the dense rank of each window's mean among all of them:
 * "fast above slow" becomes a comparison of small whole numbers. The order of one bar is nearly that of the bar
 * before, so sorting by insertion costs about one step per crossing.
 *
 * `ranks` is [window][rowBytes] of u16. Scratch: windows·(bars + 2) + largest window + 2 doubles.
 */
export function rankAverages(
  close: usize,
  bars: i32,
  phase0: i32,
  windows: usize,
  count: i32,
  ranks: usize,
  rowBytes: usize,
  scratch: usize,
): void {
  const averages = scratch;
  const rowSize = <usize>bars * CELL;
  const values = scratch + rowSize * <usize>count;
  const order = values + <usize>count * CELL;
  const suffix = order + <usize>count * CELL;
  for (let k = 0; k < count; k++) {
    const window = load<i32>(windows + ((<usize>k) << 2));
    seriesMean(close, bars, phase0 % window, window, averages + <usize>k * rowSize, suffix);
    store<u32>(order + ((<usize>k) << 2), k);
  }
  for (let bar = 0; bar < bars; bar++) {
    const column = averages + ((<usize>bar) << 3);
    for (let i = 0; i < count; i++) {
      const k = load<u32>(order + ((<usize>i) << 2));
      const average = load<f64>(column + <usize>k * rowSize);
      const x = average == average ? average : -Infinity;
      let to = i;
      while (to > 0 && load<f64>(values + ((<usize>(to - 1)) << 3)) > x) {
        store<f64>(values + ((<usize>to) << 3), load<f64>(values + ((<usize>(to - 1)) << 3)));
        store<u32>(order + ((<usize>to) << 2), load<u32>(order + ((<usize>(to - 1)) << 2)));
        to--;
      }
      store<f64>(values + ((<usize>to) << 3), x);
      store<u32>(order + ((<usize>to) << 2), k);
    }
    let rank: u32 = 0;
    let last = load<f64>(values);
    for (let i = 0; i < count; i++) {
      const x = load<f64>(values + ((<usize>i) << 3));
      rank += u32(x > last);
      last = x;
      const k = load<u32>(order + ((<usize>i) << 2));
      store<u16>(ranks + <usize>k * rowBytes + ((<usize>bar) << 1), <u16>rank);
    }
  }
}

/** The rolling mean of one series without gaps, in the two-block form. */
function seriesMean(close: usize, bars: i32, phase: i32, window: i32, output: usize, suffix: usize): void {
  const reciprocal = 1 / <f64>window;
  const warmUp = window - 1;
  for (let block = -phase; block < bars; block += window) {
    let anchorA: f64 = 0;
    store<f64>(suffix, 0);
    if (block > 0) {
      anchorA = load<f64>(close + ((<usize>(block - 1)) << 3));
      let sum: f64 = 0;
      const reach = min(window - 1, block);
      for (let length = 1; length <= reach; length++) {
        sum += load<f64>(close + ((<usize>(block - length)) << 3)) - anchorA;
        store<f64>(suffix + ((<usize>length) << 3), sum);
      }
    }
    const end = min(block + window, bars);
    const begin = max(block, 0);
    const anchor = load<f64>(close + ((<usize>begin) << 3));
    let sum: f64 = 0;
    for (let row = begin; row < end; row++) {
      sum += load<f64>(close + ((<usize>row) << 3)) - anchor;
      const place = row - block;
      const length = window - 1 - place;
      let value: f64 = NaN;
      if (row >= warmUp) {
        const mC = sum / <f64>(place + 1);
        if (length > 0) {
          const mA = load<f64>(suffix + ((<usize>length) << 3)) / <f64>length;
          const delta = anchor - anchorA + (mC - mA);
          value = anchor + (mC - delta * (<f64>length * reciprocal));
        } else value = anchor + mC;
      }
      store<f64>(output + ((<usize>row) << 3), value);
    }
  }
}

/**
 * What every pair shares: simple returns of the close, the return of a bar that begins with a purchase at its open
 * and of one that begins with a sale, and a disjoint sparse table of ranges. On level l, in a block of 2^(l+1) bars
 * with middle m, entry i of the left half covers i … m−1 (its Σ without the return of i) and of the right half m … i.
 *
 * `perBar`: 3·bars doubles. `table`: levels·bars records.
 */
export function prepareSweep(
  open: usize,
  close: usize,
  bars: i32,
  keep: f64,
  perBar: usize,
  table: usize,
): void {
  const size = <usize>bars * CELL;
  for (let bar = 0; bar < bars; bar++) {
    const at = (<usize>bar) << 3;
    const c = load<f64>(close + at);
    const o = load<f64>(open + at);
    const before = bar > 0 ? load<f64>(close + at - CELL) : c;
    store<f64>(perBar + at, c / before - 1);
    store<f64>(perBar + size + at, (keep / o) * c - 1);
    store<f64>(perBar + size * 2 + at, (o * keep) / before - 1);
  }
  for (let level = 0, half = 1; half < bars; level++, half <<= 1) {
    const records = table + <usize>level * <usize>bars * RECORD;
    for (let middle = half; middle - half < bars; middle += half << 1) {
      let low = Infinity;
      let high: f64 = 0;
      let fall: f64 = 1;
      let sum: f64 = 0;
      let squares: f64 = 0;
      for (let bar = min(middle, bars) - 1; bar >= middle - half; bar--) {
        const c = load<f64>(close + ((<usize>bar) << 3));
        if (bar < middle - 1 && bar < bars - 1) {
          const r = load<f64>(perBar + ((<usize>(bar + 1)) << 3));
          sum += r;
          squares += r * r;
        }
        low = min(low, c);
        high = max(high, c);
        fall = min(fall, low / c);
        storeRecord(records + <usize>bar * RECORD, low, high, fall, sum, squares);
      }
      low = Infinity;
      high = 0;
      fall = 1;
      sum = 0;
      squares = 0;
      for (let bar = middle; bar < min(middle + half, bars); bar++) {
        const c = load<f64>(close + ((<usize>bar) << 3));
        const r = load<f64>(perBar + ((<usize>bar) << 3));
        sum += r;
        squares += r * r;
        low = min(low, c);
        high = max(high, c);
        fall = min(fall, c / high);
        storeRecord(records + <usize>bar * RECORD, low, high, fall, sum, squares);
      }
    }
  }
}

function storeRecord(at: usize, low: f64, high: f64, fall: f64, sum: f64, squares: f64): void {
  store<f64>(at, low);
  store<f64>(at, high, 8);
  store<f64>(at, fall, 16);
  store<f64>(at, sum, 24);
  store<f64>(at, squares, 32);
}

/**
 * All-in while the fast mean is above the slow one, filled at the next open; see `sweep-crossovers.ts`. Held bars
 * are not walked: each segment is one question to the range table. `pairs` holds (fast, slow, first bar with both)
 * as i32. `results`: per pair final wealth, Σr, Σr², deepest fall, entries. `equity` 0: not wanted.
 */
export function sweepPairs(
  open: usize,
  close: usize,
  bars: i32,
  keep: f64,
  perBar: usize,
  table: usize,
  ranks: usize,
  rowBytes: usize,
  pairs: usize,
  count: i32,
  results: usize,
  equity: usize,
): void {
  const size = <usize>bars * CELL;
  const lastSignal = bars - 2;
  for (let pair = 0; pair < count; pair++) {
    const fast = ranks + <usize>load<u32>(pairs) * rowBytes;
    const slow = ranks + <usize>load<u32>(pairs, 4) * rowBytes;
    const firstBar = load<i32>(pairs, 8);
    pairs += 12;
    let cash: f64 = 1;
    let peak: f64 = 1;
    let fall: f64 = 1;
    let sum: f64 = 0;
    let squares: f64 = 0;
    let entries = 0;
    let entry = -1;
    let filled = 0;
    let carry: u64 = 0;
    for (let word = firstBar & ~63; word <= lastSignal; word += 64) {
      let signal = wordAt(fast, slow, word);
      if (word < firstBar) signal &= u64.MAX_VALUE << (<u64>(firstBar - word));
      let changes = signal ^ ((signal << 1) | carry);
      carry = signal >> 63;
      while (changes != 0) {
        const bar = word + <i32>ctz(changes) + 1;
        changes &= changes - 1;
        if (bar > lastSignal + 1) break;
        if (entry < 0) {
          entry = bar;
          continue;
        }
        // One segment: bought at the open of `entry`, sold at the open of `bar`.
        const shares = cash * (keep / load<f64>(open + ((<usize>entry) << 3)));
        if (equity) {
          fillCash(equity, filled, entry, cash);
          fillShares(equity, close, entry, bar, shares);
          filled = bar;
        }
        const buy = load<f64>(perBar + size + ((<usize>entry) << 3));
        const sell = load<f64>(perBar + size * 2 + ((<usize>bar) << 3));
        let low: f64;
        let high: f64;
        let inside: f64 = 1;
        sum += buy;
        squares += buy * buy;
        const end = bar - 1;
        if (end == entry) {
          low = load<f64>(close + ((<usize>entry) << 3));
          high = low;
        } else {
          const level = 31 - <i32>clz(entry ^ end);
          const records = table + <usize>level * <usize>bars * RECORD;
          const left = records + <usize>entry * RECORD;
          const right = records + <usize>end * RECORD;
          const leftHigh = load<f64>(left, 8);
          const rightLow = load<f64>(right);
          inside = least(load<f64>(left, 16), load<f64>(right, 16));
          if (rightLow < inside * leftHigh) inside = rightLow / leftHigh;
          low = least(load<f64>(left), rightLow);
          high = most(leftHigh, load<f64>(right, 8));
          sum += load<f64>(left, 24) + load<f64>(right, 24);
          squares += load<f64>(left, 32) + load<f64>(right, 32);
        }
        low *= shares;
        high *= shares;
        if (low < fall * peak) fall = low / peak;
        fall = least(fall, inside);
        peak = most(peak, high);
        sum += sell;
        squares += sell * sell;
        cash = shares * (load<f64>(open + ((<usize>bar) << 3)) * keep);
        if (cash < fall * peak) fall = cash / peak;
        peak = most(peak, cash);
        entries++;
        entry = -1;
      }
    }
    if (entry >= 0) {
      // Still held at the end: marked at the last close, not sold.
      const shares = cash * (keep / load<f64>(open + ((<usize>entry) << 3)));
      if (equity) {
        fillCash(equity, filled, entry, cash);
        fillShares(equity, close, entry, bars, shares);
        filled = bars;
      }
      const buy = load<f64>(perBar + size + ((<usize>entry) << 3));
      sum += buy;
      squares += buy * buy;
      let low = load<f64>(close + ((<usize>entry) << 3));
      let inside: f64 = 1;
      const end = bars - 1;
      if (end > entry) {
        const level = 31 - <i32>clz(entry ^ end);
        const records = table + <usize>level * <usize>bars * RECORD;
        const left = records + <usize>entry * RECORD;
        const right = records + <usize>end * RECORD;
        const leftHigh = load<f64>(left, 8);
        const rightLow = load<f64>(right);
        inside = least(load<f64>(left, 16), load<f64>(right, 16));
        if (rightLow < inside * leftHigh) inside = rightLow / leftHigh;
        low = least(load<f64>(left), rightLow);
        sum += load<f64>(left, 24) + load<f64>(right, 24);
        squares += load<f64>(left, 32) + load<f64>(right, 32);
      }
      low *= shares;
      if (low < fall * peak) fall = low / peak;
      fall = least(fall, inside);
      cash = shares * load<f64>(close + ((<usize>end) << 3));
      entries++;
    }
    if (equity) {
      fillCash(equity, filled, bars, cash);
      equity += size;
    }
    store<f64>(results, cash);
    store<f64>(results, sum, 8);
    store<f64>(results, squares, 16);
    store<f64>(results, fall, 24);
    store<f64>(results, <f64>entries, 32);
    results += 40;
  }
}

function least(a: f64, b: f64): f64 {
  return b < a ? b : a;
}

function most(a: f64, b: f64): f64 {
  return b > a ? b : a;
}

/** Bit k: the fast rank is above the slow one at bar `word` + k. */
function wordAt(fast: usize, slow: usize, word: i32): u64 {
  const a = fast + ((<usize>word) << 1);
  const b = slow + ((<usize>word) << 1);
  return (
    sixteen(a, b) |
    (sixteen(a + 32, b + 32) << 16) |
    (sixteen(a + 64, b + 64) << 32) |
    (sixteen(a + 96, b + 96) << 48)
  );
}

function sixteen(a: usize, b: usize): u64 {
  const first = i16x8.gt_u(v128.load(a), v128.load(b));
  const second = i16x8.gt_u(v128.load(a, 16), v128.load(b, 16));
  return <u64>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second));
}

function fillCash(equity: usize, from: i32, to: i32, cash: f64): void {
  const pair = f64x2.splat(cash);
  let bar = from;
  for (; bar + 1 < to; bar += 2) v128.store(equity + ((<usize>bar) << 3), pair);
  if (bar < to) store<f64>(equity + ((<usize>bar) << 3), cash);
}

function fillShares(equity: usize, close: usize, from: i32, to: i32, shares: f64): void {
  const pair = f64x2.splat(shares);
  let bar = from;
  for (; bar + 1 < to; bar += 2)
    v128.store(equity + ((<usize>bar) << 3), f64x2.mul(v128.load(close + ((<usize>bar) << 3)), pair));
  if (bar < to) store<f64>(equity + ((<usize>bar) << 3), load<f64>(close + ((<usize>bar) << 3)) * shares);
}
