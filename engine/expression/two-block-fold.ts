import { canonical, positiveModulo } from "./finite.ts";

/** Which fold a call of `fillFold` writes; a number, so that the loop compares cheaply. */
export const SUM = 0;
export const PRODUCT = 1;
export const MINIMUM = 2;
export const MAXIMUM = 3;
export const COUNT = 4;

/** Folds are missing until rows are seen, counts zero; then count and fold of the prefix side. */
export function initialFold(window: number): Float64Array {
  return new Float64Array(2 * window + 2).fill(Number.NaN, 0, window);
}

function step(fold: number, a: number, b: number): number {
  if (fold === SUM) return a + b;
  if (fold === PRODUCT) return a * b;
  if (fold === MINIMUM) return Math.min(a, b);
  return Math.max(a, b);
}

/**
 * Folds each window's present values with an associative step in the order of the two-block windows: backwards over
 * the block before, forwards over the block itself, then the two together (for minimum and maximum this is the
 * algorithm of van Herk, 1992). A window with fewer than `least` present sessions is missing.
 * State: as in two-block-moments, a slot of fold and count per place in the block.
 */
export function fillFold(
  fold: number,
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
  let nC = state[2 * window]!;
  let prefix = state[2 * window + 1]!;
  for (let row = start; row < end; row++) {
    if (place === 0) {
      fillSuffix(fold, state, window);
      nC = 0;
    }
    const x = input[row]!;
    const nA = state[window + place]!;
    const suffix = state[place]!;
    state[place] = x;
    place = place + 1 === window ? 0 : place + 1;
    if (!Number.isNaN(x)) {
      prefix = nC === 0 ? x : step(fold, prefix, x);
      nC++;
    }
    const n = nA + nC;
    if (fold === COUNT) output[row] = n;
    else if (n < least) output[row] = Number.NaN;
    else output[row] = canonical(nA === 0 ? prefix : nC === 0 ? suffix : step(fold, suffix, prefix));
  }
  state[2 * window] = nC;
  state[2 * window + 1] = prefix;
}

/** Turns the values of the block before into the suffix sides of the block that begins. */
function fillSuffix(fold: number, state: Float64Array, window: number): void {
  let n = 0;
  let folded = Number.NaN;
  let x = state[window - 1]!;
  state[window - 1] = Number.NaN;
  state[2 * window - 1] = 0;
  for (let place = window - 2; place >= 0; place--) {
    if (!Number.isNaN(x)) {
      folded = n === 0 ? x : step(fold, folded, x);
      n++;
    }
    x = state[place]!;
    state[place] = folded;
    state[window + place] = n;
  }
}
