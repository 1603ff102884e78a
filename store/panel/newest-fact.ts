/**
 * R4, step by step: takes the versions of one seat in order and says which of them speaks. The value is that of the
 * newest period known, in that period's last version known; a late restatement of an old period changes only that
 * period. A tombstone (NaN) hides its period, and the newest other period speaks.
 */
export class NewestFact {
  readonly #periodEnd: ArrayLike<number>;
  readonly #value: ArrayLike<number>;
  #first = 0;
  #next = 0;
  #speaker = -1;
  #period = Number.NEGATIVE_INFINITY;

  /** Versions in the order of R3. */
  constructor(facts: { readonly periodEnd: ArrayLike<number>; readonly value: ArrayLike<number> }) {
    this.#periodEnd = facts.periodEnd;
    this.#value = facts.value;
  }

  /** Begins a seat with its first version. */
  begin(first: number): void {
    this.#first = first;
    this.#next = first;
    this.#speaker = -1;
    this.#period = Number.NEGATIVE_INFINITY;
  }

  /** Takes the next version and returns the index of the one that speaks now; -1 when all are withdrawn. */
  take(): number {
    const index = this.#next++;
    const period = this.#periodEnd[index]!;
    if (period < this.#period) return this.#speaker;
    if (!Number.isNaN(this.#value[index]!)) {
      this.#period = period;
      this.#speaker = index;
    } else if (period === this.#period) {
      this.#fallBack();
    }
    return this.#speaker;
  }

  #fallBack(): void {
    this.#speaker = speakerAfterWithdrawal(this.#periodEnd, this.#value, this.#first, this.#next);
    this.#period = this.#speaker < 0 ? Number.NEGATIVE_INFINITY : this.#periodEnd[this.#speaker]!;
  }
}

/** Of the versions `[first, next)`: the last of the newest period that is not withdrawn; -1 if all are. */
export const speakerAfterWithdrawal = (
  periodEnd: ArrayLike<number>,
  value: ArrayLike<number>,
  first: number,
  next: number,
): number => {
  let newest = Number.NEGATIVE_INFINITY;
  let speaker = -1;
  const seen = new Set<number>();
  for (let index = next - 1; index >= first; index--) {
    const period = periodEnd[index]!;
    if (seen.has(period)) continue;
    seen.add(period);
    if (period <= newest || Number.isNaN(value[index]!)) continue;
    newest = period;
    speaker = index;
  }
  return speaker;
};
