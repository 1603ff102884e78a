/** What is due of one market, by session. */
export interface SavedDue {
  readonly rows: readonly number[];
  readonly amounts: readonly number[];
}

/**
 * Amounts that fall due at the open of a later session of a market, added up by session. What falls due after the
 * panel's last session stays due. In minor units of whatever currency the caller keeps it in.
 */
export class Settlements {
  /** Sessions on which something is due, in the order in which they were first named: few at any time. */
  readonly #rows: number[][];
  readonly #amounts: number[][];
  /** The first of them; infinity when nothing is due. */
  readonly #next: Float64Array;

  constructor(markets: number) {
    this.#rows = Array.from({ length: markets }, () => []);
    this.#amounts = Array.from({ length: markets }, () => []);
    this.#next = new Float64Array(markets).fill(Number.POSITIVE_INFINITY);
  }

  add(market: number, row: number, amount: number): void {
    if (amount === 0) return;
    const rows = this.#rows[market]!;
    // What comes in a row falls due on the row named last.
    let place = rows.length - 1;
    while (place >= 0 && rows[place] !== row) place--;
    if (place >= 0) this.#amounts[market]![place]! += amount;
    else {
      rows.push(row);
      this.#amounts[market]!.push(amount);
      this.#next[market] = Math.min(this.#next[market]!, row);
    }
  }

  /** The next session of a market on which something falls due; infinity when nothing does. */
  nextRow(market: number): number {
    return this.#next[market]!;
  }

  /** What falls due on a session, which is then no longer due. */
  take(market: number, row: number): number {
    const rows = this.#rows[market]!;
    const place = rows.indexOf(row);
    if (place < 0) return 0;
    const amounts = this.#amounts[market]!;
    const amount = amounts[place]!;
    let next = Number.POSITIVE_INFINITY;
    for (let k = 0; k < rows.length; k++) {
      if (k > place) {
        rows[k - 1] = rows[k]!;
        amounts[k - 1] = amounts[k]!;
      }
      if (k !== place && rows[k]! < next) next = rows[k]!;
    }
    rows.pop();
    amounts.pop();
    this.#next[market] = next;
    return amount;
  }

  /** What a later run needs to go on from here. */
  save(): SavedDue[] {
    return this.#rows.map((rows, market) => ({ rows: [...rows], amounts: [...this.#amounts[market]!] }));
  }

  restore(saved: readonly SavedDue[]): void {
    for (const [market, { rows, amounts }] of saved.entries()) {
      this.#rows[market] = [...rows];
      this.#amounts[market] = [...amounts];
      this.#next[market] = Math.min(Number.POSITIVE_INFINITY, ...rows);
    }
  }
}
