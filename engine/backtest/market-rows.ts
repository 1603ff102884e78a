/** Something that happens on a row of a market. */
export interface MarketRow<T> {
  readonly row: number;
  readonly value: T;
}

/** Things that happen on rows of a market, ascending by row, each taken once. */
export class MarketRows<T> {
  readonly #entries: readonly MarketRow<T>[];
  #next = 0;

  /** @param entries ascending by row */
  constructor(entries: readonly MarketRow<T>[]) {
    this.#entries = entries;
  }

  /** How many entries have been taken: what a later run needs to go on from here. */
  get taken(): number {
    return this.#next;
  }

  restore(taken: number): void {
    this.#next = taken;
  }

  /** Whether an entry on or before a row has not been taken. */
  hasDue(row: number): boolean {
    const entry = this.#entries[this.#next];
    return entry !== undefined && entry.row <= row;
  }

  /** The next entry on or before a row, or null. */
  take(row: number): T | null {
    const entry = this.#entries[this.#next];
    if (entry === undefined || entry.row > row) return null;
    this.#next++;
    return entry.value;
  }
}
