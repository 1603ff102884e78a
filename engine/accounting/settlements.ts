/**
 * Amounts that fall due at the open of a later session of a market, added up by session. What falls due after the
 * panel's last session stays due. In minor units of whatever currency the caller keeps it in.
 */
export class Settlements {
  readonly #due: readonly Float64Array[];

  /** @param sessions rows of each market's axis */
  constructor(sessions: readonly number[]) {
    this.#due = sessions.map((rows) => new Float64Array(rows));
  }

  add(market: number, row: number, amount: number): void {
    const due = this.#due[market]!;
    if (row < due.length) due[row]! += amount;
  }

  /** What a later run needs to go on from here. */
  save(): Float64Array[] {
    return this.#due.map((due) => due.slice());
  }

  restore(saved: readonly Float64Array[]): void {
    for (const [market, due] of saved.entries()) this.#due[market]!.set(due);
  }

  /** What falls due on a session, which is then no longer due. */
  take(market: number, row: number): number {
    const due = this.#due[market]!;
    const amount = due[row]!;
    due[row] = 0;
    return amount;
  }
}
