import { CELL } from "./cells";
import { orderedBits } from "./rank";

const BITS = 11;
const BUCKETS = 1 << BITS;

/**
 * Marks the `wanted` highest (or lowest) present values with 1 in `chosen`, one byte each, and the rest with 0; of
 * equal values the first are taken. Returns how many were marked. A histogram over the span of the candidates' bits
 * leaves one bucket undecided, whose values are the next round's candidates.
 *
 * Scratch: 2·instruments doubles and 8 KiB.
 */
export function selectHighest(
  input: usize,
  instruments: i32,
  wanted: i32,
  isLowest: bool,
  chosen: usize,
  scratch: usize,
): i32 {
  const keys = scratch;
  const counts = scratch + <usize>instruments * CELL * 2;
  const flip: u64 = isLowest ? u64.MAX_VALUE : 0;
  memory.fill(chosen, 0, <usize>instruments);
  let candidates = 0;
  for (let i = 0; i < instruments; i++) {
    const x = load<f64>(input + ((<usize>i) << 3));
    if (x != x) continue;
    const record = keys + ((<usize>candidates) << 4);
    store<u64>(record, orderedBits(x) ^ flip);
    store<u64>(record + CELL, <u64>i);
    candidates++;
  }
  const marked = min(max(wanted, 0), candidates);
  let open = marked;
  while (open > 0) {
    if (open == candidates) {
      markFirst(keys, open, chosen);
      break;
    }
    let low = u64.MAX_VALUE;
    let high: u64 = 0;
    for (let i = 0; i < candidates; i++) {
      const key = load<u64>(keys + ((<usize>i) << 4));
      low = min(low, key);
      high = max(high, key);
    }
    if (low == high) {
      markFirst(keys, open, chosen);
      break;
    }
    const span = 64 - <i32>clz(high - low);
    const shift = <u64>max(span - BITS, 0);
    memory.fill(counts, 0, BUCKETS * 4);
    for (let i = 0; i < candidates; i++) {
      const bucket = counts + ((<usize>((load<u64>(keys + ((<usize>i) << 4)) - low) >> shift)) << 2);
      store<u32>(bucket, load<u32>(bucket) + 1);
    }
    let border = BUCKETS - 1;
    for (; ; border--) {
      const count = load<u32>(counts + ((<usize>border) << 2));
      if (<i32>count >= open) break;
      open -= count;
    }
    let kept = 0;
    for (let i = 0; i < candidates; i++) {
      const record = keys + ((<usize>i) << 4);
      const bucket = <i32>((load<u64>(record) - low) >> shift);
      if (bucket > border) store<u8>(chosen + load<u32>(record + CELL), 1);
      if (bucket != border) continue;
      v128.store(keys + ((<usize>kept) << 4), v128.load(record));
      kept++;
    }
    candidates = kept;
  }
  return marked;
}

function markFirst(keys: usize, count: i32, chosen: usize): void {
  for (let i = 0; i < count; i++) store<u8>(chosen + load<u32>(keys + ((<usize>i) << 4) + CELL), 1);
}
