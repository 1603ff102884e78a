import { positiveModulo } from "./two-block-moments.ts";

/**
 * Folds each window with an associative step (sum, minimum, maximum) in the order of the two-block windows:
 * backwards over the block before, forwards over the block itself, then the two together. A window with a
 * missing session is missing.
 */
export function fillFold(
  step: (a: number, b: number) => number,
  input: Float64Array,
  output: Float64Array,
  start: number,
  end: number,
  firstSession: number,
  window: number,
): void {
  const suffix = new Float64Array(window);
  let blockStart = start - positiveModulo(firstSession, window);
  for (; blockStart < end; blockStart += window) {
    for (let length = 1; length < window; length++) {
      const row = blockStart - length;
      const x = row >= start ? input[row]! : Number.NaN;
      // A missing session makes every longer suffix missing too.
      suffix[length] = Number.isNaN(x) ? Number.NaN : length === 1 ? x : step(suffix[length - 1]!, x);
      if (Number.isNaN(suffix[length])) {
        suffix.fill(Number.NaN, length);
        break;
      }
    }
    const blockEnd = Math.min(blockStart + window, end);
    let prefix = Number.NaN;
    for (let row = Math.max(blockStart, start); row < blockEnd; row++) {
      const x = input[row]!;
      // The suffix of a row after the block's start in a panel that begins inside the block is missing anyway.
      prefix = row === blockStart ? x : row === start ? Number.NaN : step(prefix, x);
      if (Number.isNaN(x) || Number.isNaN(prefix)) prefix = Number.NaN;
      const length = window - 1 - (row - blockStart);
      const value = length === 0 ? prefix : step(suffix[length]!, prefix);
      output[row] = !Number.isNaN(value) && !Number.isNaN(prefix) ? value : Number.NaN;
    }
  }
}
