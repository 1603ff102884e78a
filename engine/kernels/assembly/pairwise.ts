import { CELL, PAIR } from "./cells";

/**
 * `count` cells of two columns, cell by cell; `operation` is a place in `PAIRWISE` of `kernels.ts`. Missing where an
 * operand is missing, or where the result of an addition, a subtraction, a product or a quotient is not finite. The
 * cell behind the last may be read, and that of the output overwritten.
 */
export function pairwise(operation: i32, a: usize, b: usize, output: usize, count: i32): void {
  const end = <usize>count * CELL;
  const missing = f64x2.splat(NaN);
  const zero = f64x2.splat(0);
  for (let at: usize = 0; at < end; at += PAIR) {
    const x = v128.load(a + at);
    const y = v128.load(b + at);
    // A jump that is always the same costs next to nothing.
    const value = valueOf(operation, x, y);
    const isThere =
      operation < 4 ? f64x2.eq(f64x2.sub(value, value), zero) : v128.and(f64x2.eq(x, x), f64x2.eq(y, y));
    v128.store(output + at, v128.bitselect(value, missing, isThere));
  }
}

/** What two pairs of values come to, where they are there. */
function valueOf(operation: i32, x: v128, y: v128): v128 {
  switch (operation) {
    case 0:
      return f64x2.add(x, y);
    case 1:
      return f64x2.sub(x, y);
    case 2:
      return f64x2.mul(x, y);
    case 3:
      return f64x2.div(x, y);
    case 4:
      return one(f64x2.gt(x, y));
    case 5:
      return one(f64x2.ge(x, y));
    case 6:
      return one(f64x2.lt(x, y));
    case 7:
      return one(f64x2.le(x, y));
    case 8:
      return one(f64x2.eq(x, y));
    case 9:
      return one(f64x2.ne(x, y));
    case 10:
      return one(v128.and(isTrue(x), isTrue(y)));
    default:
      return one(v128.or(isTrue(x), isTrue(y)));
  }
}

function one(holds: v128): v128 {
  return v128.and(holds, f64x2.splat(1));
}

function isTrue(x: v128): v128 {
  return f64x2.ne(x, f64x2.splat(0));
}
