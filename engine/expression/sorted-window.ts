import { positiveModulo } from "./finite.ts";

/** What a call of `fillSorted` writes. */
export const PERCENTILE = 0;
export const RANK = 1;

/** The window's values by session number, missing until seen; the present ones ascending; their count. */
export function initialSorted(window: number): Float64Array {
  return new Float64Array(2 * window + 1).fill(Number.NaN, 0, window);
}

/**
 * Percentile or rank within each window, from its present values kept in ascending order: a pure function of the
 * window, as no sum is carried, and as the interpolation leaves no zero its sign, on which their order depends.
 */
export function fillSorted(
  kind: number,
  share: number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
  least: number,
  state: Float64Array,
): void {
  let place = positiveModulo(firstSession, window);
  let count = state[2 * window]!;
  for (let row = start; row < end; row++) {
    const leaving = state[place]!;
    const x = input[row]!;
    state[place] = x;
    place = place + 1 === window ? 0 : place + 1;
    if (!Number.isNaN(leaving)) {
      const at = firstNotBelow(state, window, count, leaving);
      state.copyWithin(at, at + 1, window + count);
      count--;
    }
    if (!Number.isNaN(x)) {
      const at = firstNotBelow(state, window, count, x);
      state.copyWithin(at + 1, at, window + count);
      state[at] = x;
      count++;
    }
    if (count < least) output[row] = Number.NaN;
    else if (kind === PERCENTILE) output[row] = percentile(state, window, count, share);
    else output[row] = Number.isNaN(x) ? Number.NaN : rankOf(state, window, count, x);
  }
  state[2 * window] = count;
}

/** Where x belongs among `count` ascending values from `from` on. */
function firstNotBelow(values: Float64Array, from: number, count: number, x: number): number {
  let low = from;
  let high = from + count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function percentile(values: Float64Array, from: number, count: number, share: number): number {
  const position = share * (count - 1);
  const below = Math.floor(position);
  const a = values[from + below]!;
  const b = values[from + Math.min(below + 1, count - 1)]!;
  return a + (b - a) * (position - below);
}

function rankOf(values: Float64Array, from: number, count: number, x: number): number {
  if (count === 1) return 0.5;
  const first = firstNotBelow(values, from, count, x);
  let last = first;
  while (last + 1 < from + count && values[last + 1] === x) last++;
  return (first + last - 2 * from) / 2 / (count - 1);
}
