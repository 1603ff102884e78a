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

  /** The row of the next entry that has not been taken; infinity after the last. */
  get nextRow(): number {
    return this.#entries[this.#next]?.row ?? Number.POSITIVE_INFINITY;
  }

  /** The next entry on or before a row, or null. */
  take(row: number): T | null {
    const entry = this.#entries[this.#next];
    if (entry === undefined || entry.row > row) return null;
    this.#next++;
    return entry.value;
  }
}
