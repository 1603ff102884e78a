/** Something odd about rows that go in all the same. A warning never blocks. */
export interface WarningCheck {
  readonly name: string;
  readonly reason: string;
  /** SQL that selects one line per odd row, over `good` (the good facts, in the order of `orderedBy`). */
  readonly sql: string;
}
