/** Bytes of a double, and of the two that one vector holds. */
export const CELL: usize = 8;
export const PAIR: usize = 16;

/** True when one of `count` cells from `from` on is a NaN. */
export function hasNaN(from: usize, count: i32): bool {
  let seen = i64x2.splat(0);
  const end = from + <usize>(count & ~1) * CELL;
  for (let at = from; at < end; at += PAIR) {
    const x = v128.load(at);
    seen = v128.or(seen, f64x2.ne(x, x));
  }
  if (v128.any_true(seen)) return true;
  if ((count & 1) == 0) return false;
  const last = load<f64>(end);
  return last != last;
}
