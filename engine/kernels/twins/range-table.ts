/** A range of closes: the lowest, the highest, the deepest fall as a ratio, and Σr, Σr² without its first return. */
export interface CloseRange {
  low: number;
  high: number;
  fall: number;
  sum: number;
  squares: number;
}

/**
 * A disjoint sparse table: any range of bars is the union of two stored ones that meet at a block's middle, so a
 * question is O(1), and no sum is the difference of two larger ones. On level l, in a block of 2^(l+1) bars with
 * middle m, entry i of the left half covers i … m−1 and of the right half m … i (there with the return of m).
 */
export class RangeTable {
  readonly #levels: CloseRange[][] = [];
  readonly #close: Float64Array;

  constructor(close: Float64Array, returns: Float64Array) {
    this.#close = close;
    const bars = close.length;
    for (let half = 1; half < bars; half *= 2) {
      const level: CloseRange[] = [];
      this.#levels.push(level);
      for (let middle = half; middle - half < bars; middle += 2 * half) {
        let range = EMPTY;
        for (let bar = Math.min(middle, bars) - 1; bar >= middle - half; bar--) {
          const isLast = bar >= middle - 1 || bar >= bars - 1;
          const low = Math.min(range.low, close[bar]!);
          const r = isLast ? 0 : returns[bar + 1]!;
          range = extended(range, close[bar]!, low / close[bar]!, r);
          level[bar] = range;
        }
        range = EMPTY;
        for (let bar = middle; bar < Math.min(middle + half, bars); bar++) {
          const high = Math.max(range.high, close[bar]!);
          range = extended(range, close[bar]!, close[bar]! / high, returns[bar]!);
          level[bar] = range;
        }
      }
    }
  }

  /** The range of the closes of bars `from` … `to`; its sums begin with the return of `from` + 1. */
  query(from: number, to: number): CloseRange {
    const close = this.#close[from]!;
    if (from === to) return { low: close, high: close, fall: 1, sum: 0, squares: 0 };
    const level = this.#levels[31 - Math.clz32(from ^ to)]!;
    const left = level[from]!;
    const right = level[to]!;
    let fall = Math.min(left.fall, right.fall);
    if (right.low < fall * left.high) fall = right.low / left.high;
    return {
      low: Math.min(left.low, right.low),
      high: Math.max(left.high, right.high),
      fall,
      sum: left.sum + right.sum,
      squares: left.squares + right.squares,
    };
  }
}

const EMPTY: CloseRange = {
  low: Number.POSITIVE_INFINITY,
  high: 0,
  fall: 1,
  sum: 0,
  squares: 0,
};

const extended = (range: CloseRange, close: number, fall: number, r: number): CloseRange => ({
  low: Math.min(range.low, close),
  high: Math.max(range.high, close),
  fall: Math.min(range.fall, fall),
  sum: range.sum + r,
  squares: range.squares + r * r,
});
