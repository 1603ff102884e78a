/**
 * Adds numbers without error: what comes out is the true sum, rounded once, so it does not depend on their order. The
 * sum so far is kept as parts that do not overlap.
 *
 * @source Shewchuk (1997), Adaptive precision floating-point arithmetic, theorem 10
 */
export class ExactSum {
  readonly #parts: number[] = [];

  add(x: number): void {
    let carried = x;
    let kept = 0;
    for (const part of this.#parts) {
      const [large, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part];
      const sum = large + small;
      const error = small - (sum - large);
      if (error !== 0) this.#parts[kept++] = error;
      carried = sum;
    }
    this.#parts.length = kept;
    this.#parts.push(carried);
  }

  value(): number {
    let place = this.#parts.length - 1;
    if (place < 0) return 0;
    let sum = this.#parts[place--]!;
    let error = 0;
    while (place >= 0 && error === 0) {
      const before = sum;
      const part = this.#parts[place--]!;
      sum = before + part;
      error = part - (sum - before);
    }
    // Halfway between two numbers, what is left below decides.
    if (place >= 0 && Math.sign(error) === Math.sign(this.#parts[place]!)) {
      const twice = error * 2;
      const rounded = sum + twice;
      if (rounded - sum === twice) return rounded;
    }
    return sum;
  }
}
