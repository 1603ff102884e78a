/** Bytes of a double, and of the two that one vector holds. */
export const CELL: usize = 8;
export const PAIR: usize = 16;

/** The bits of NaN differ between engines; every stored NaN is this one. */
export function canonical(x: v128): v128 {
  return v128.bitselect(x, f64x2.splat(NaN), f64x2.eq(x, x));
}

export function rowAt(base: usize, row: i32, stride: usize): usize {
  return base + <usize>row * stride;
}

export function fillPairs(from: usize, bytes: usize, value: v128): void {
  for (let at: usize = 0; at < bytes; at += PAIR) v128.store(from + at, value);
}

/** True when `bytes` bytes from `from` on hold a NaN. */
export function hasNaN(from: usize, bytes: usize): bool {
  let seen = i64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += PAIR) {
    const x = v128.load(from + at);
    seen = v128.or(seen, f64x2.ne(x, x));
  }
  return v128.any_true(seen);
}
