import { CELL } from "./cells";

/** Digits of eleven bits: two passes over the 22 bits of a place on the line, six over the 64 of a key. */
const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
const PLACES: f64 = 4194303;
/** Added to a number from 0 to 2^31 it leaves the nearest whole number in the low bits. */
const TO_WHOLE: f64 = 4503599627370496;
/** Shifts per value past which places on the line did not separate the values. */
const PATIENCE = 8;

/**
 * (r − 1)/(n − 1) of the values present, ties sharing their mean rank; missing stays missing. Sorted by the place
 * of each value on the line from the lowest to the highest, which rounding keeps in order; what shares a place is
 * put right by insertion, and a row that this does not separate is sorted by all bits instead.
 *
 * Scratch: 4·instruments doubles and 16 KiB.
 */
export function rankRow(input: usize, instruments: i32, output: usize, scratch: usize): void {
  const size = <usize>instruments * CELL;
  const first = scratch;
  const second = scratch + size;
  const counts = scratch + size * 4;
  let low = Infinity;
  let high = -Infinity;
  let present = 0;
  for (let i = 0, at = input; i < instruments; i++, at += CELL) {
    const x = load<f64>(at);
    if (x != x) {
      store<f64>(output + (at - input), NaN);
      continue;
    }
    present++;
    low = x < low ? x : low;
    high = x > high ? x : high;
  }
  if (present == 0) return;
  const scale = PLACES / (high - low);
  if (high - low < Infinity && scale < Infinity) {
    place(input, instruments, low, scale, first, counts);
    scatter(first, present, second, counts, 32);
    scatter(second, present, first, counts + BUCKETS * 4, 32 + DIGIT);
    if (settle(input, first, present, second)) return share(second, first, present, output);
  }
  sortByBits(input, instruments, present, first, second, counts);
  share(second, first, present, output);
}

/** (place, index) of each value into `pairs`, and how often each digit occurs into `counts`. */
function place(input: usize, instruments: i32, low: f64, scale: f64, pairs: usize, counts: usize): void {
  memory.fill(counts, 0, BUCKETS * 8);
  let next = pairs;
  for (let i = 0, at = input; i < instruments; i++, at += CELL) {
    const x = load<f64>(at);
    if (x != x) continue;
    const place = <u32>reinterpret<u64>((x - low) * scale + TO_WHOLE);
    store<u64>(next, ((<u64>place) << 32) | <u64>i);
    next += CELL;
    const lower = counts + ((<usize>place & (BUCKETS - 1)) << 2);
    const upper = counts + BUCKETS * 4 + ((<usize>place >> DIGIT) << 2);
    store<u32>(lower, load<u32>(lower) + 1);
    store<u32>(upper, load<u32>(upper) + 1);
  }
  addUp(counts);
  addUp(counts + BUCKETS * 4);
}

/** Turns counts into the byte offsets at which each bucket begins. */
function addUp(counts: usize): void {
  let sum: u32 = 0;
  for (let at = counts, end = counts + BUCKETS * 4; at < end; at += 4) {
    const count = load<u32>(at);
    store<u32>(at, sum);
    sum += count << 3;
  }
}

function scatter(from: usize, present: i32, to: usize, offsets: usize, shift: u64): void {
  for (let at = from, end = from + <usize>present * CELL; at < end; at += CELL) {
    const pair = load<u64>(at);
    const offset = offsets + ((<usize>(pair >> shift) & (BUCKETS - 1)) << 2);
    const place = load<u32>(offset);
    store<u32>(offset, place + 8);
    store<u64>(to + <usize>place, pair);
  }
}

/** Puts the values in `values` and their indices in `pairs` in order; false when that takes too long. */
function settle(input: usize, pairs: usize, present: i32, values: usize): bool {
  const size = <usize>present * CELL;
  let patience = present * PATIENCE;
  let last = -Infinity;
  for (let at: usize = 0; at < size; at += CELL) {
    const index = load<u32>(pairs + at);
    const x = load<f64>(input + ((<usize>index) << 3));
    let to = at;
    if (x < last) {
      while (to > 0 && load<f64>(values + to - CELL) > x) {
        store<f64>(values + to, load<f64>(values + to - CELL));
        store<u32>(pairs + to, load<u32>(pairs + to - CELL));
        to -= CELL;
        patience--;
      }
      if (patience < 0) return false;
    } else last = x;
    store<f64>(values + to, x);
    store<u32>(pairs + to, index);
  }
  return true;
}

/** The shared mean of the ranks of equal values, from sorted values and the indices they came from. */
function share(values: usize, pairs: usize, present: i32, output: usize): void {
  const divisor = <f64>(present - 1);
  for (let i = 0; i < present; ) {
    const x = load<f64>(values + ((<usize>i) << 3));
    let next = i + 1;
    while (next < present && load<f64>(values + ((<usize>next) << 3)) == x) next++;
    const rank = present == 1 ? 0.5 : <f64>(i + next - 1) / 2 / divisor;
    for (; i < next; i++) store<f64>(output + ((<usize>load<u32>(pairs + ((<usize>i) << 3))) << 3), rank);
  }
}

/** All 64 bits, eleven at a time; ends with the values in `second` and their indices in `first`. */
function sortByBits(
  input: usize,
  instruments: i32,
  present: i32,
  first: usize,
  second: usize,
  counts: usize,
): void {
  const size = <usize>instruments * CELL;
  // Records of key and index need twice the room: `first` and `second` lie in front of two more columns.
  let from = first;
  let to = first + size * 2;
  for (let i = 0, next = from; i < instruments; i++) {
    const x = load<f64>(input + ((<usize>i) << 3));
    if (x != x) continue;
    store<u64>(next, orderedBits(x));
    store<u64>(next + CELL, <u64>i);
    next += CELL * 2;
  }
  for (let shift: u64 = 0; shift < 64; shift += DIGIT) {
    memory.fill(counts, 0, BUCKETS * 4);
    const end = from + <usize>present * CELL * 2;
    for (let at = from; at < end; at += CELL * 2) {
      const bucket = counts + ((<usize>(load<u64>(at) >> shift) & (BUCKETS - 1)) << 2);
      store<u32>(bucket, load<u32>(bucket) + 1);
    }
    addUp(counts);
    for (let at = from; at < end; at += CELL * 2) {
      const bucket = counts + ((<usize>(load<u64>(at) >> shift) & (BUCKETS - 1)) << 2);
      const place = load<u32>(bucket);
      store<u32>(bucket, place + 8);
      v128.store(to + <usize>place * 2, v128.load(at));
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  // Six passes: the records are where they began, so `first` and `second` are overwritten only behind the reader.
  const copy = first + size * 2;
  memory.copy(copy, from, <usize>present * CELL * 2);
  for (let i = 0; i < present; i++) {
    const index = load<u32>(copy + ((<usize>i) << 4) + CELL);
    store<u32>(first + ((<usize>i) << 3), index);
    store<f64>(second + ((<usize>i) << 3), load<f64>(input + ((<usize>index) << 3)));
  }
}

/** A whole number that orders as the double does; −0 is 0. */
function orderedBits(x: f64): u64 {
  const bits = reinterpret<u64>(x + 0);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}
