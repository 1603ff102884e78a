/** A column of numbers that grows by doubling: appending allocates rarely, and the cells stay unboxed. */
export class GrowingColumn {
  #cells: Float64Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#cells = new Float64Array(Math.max(capacity, 1));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#cells.length) {
      const larger = new Float64Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[this.#length++] = value;
  }

  /** A copy of what is in the column so far. */
  toArray(): Float64Array {
    return this.#cells.slice(0, this.#length);
  }
}
