/** How far apart memory may be written so that every page of it is. */
const PAGE_CELLS = 512;
const MAX_BYTES = 128 * 2 ** 20;

/**
 * Columns whose memory is there already. The system hands out fresh memory on its first touch, page by page, which
 * takes longer than to fill a column; done while the database reads, it takes no time of its own. Every cell has to be
 * written by whoever fills them.
 */
export const prepareColumns = (count: number, cells: number): Float64Array<ArrayBuffer>[] =>
  Array.from({ length: count }, () => {
    const column = new Float64Array(cells);
    for (let cell = 0; cell < cells; cell += PAGE_CELLS) column[cell] = Number.NaN;
    return column;
  });

/**
 * Memory of columns that nobody reads any more, for the next columns of the same length. What is taken holds the cells
 * of another panel until it is filled. Above the bound (bytes) what is released is left to the system.
 */
export class ColumnMemory {
  readonly #maxBytes: number;
  #free: Float64Array<ArrayBuffer>[] = [];

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  take(count: number, cells: number): Float64Array<ArrayBuffer>[] {
    const fits = this.#free.filter(({ length }) => length === cells).slice(0, count);
    this.#free = this.#free.filter((column) => !fits.includes(column));
    return [...fits, ...prepareColumns(count - fits.length, cells)];
  }

  /** Nobody may read or write these from now on. Only whole columns of numbers are used again. */
  release(columns: readonly (Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>)[]): void {
    for (const column of columns) {
      if (!(column instanceof Float64Array) || column.byteLength !== column.buffer.byteLength) continue;
      if (this.#free.some(({ buffer }) => buffer === column.buffer))
        throw new Error("A column was released twice.");
      const held = this.#free.reduce((sum, { byteLength }) => sum + byteLength, 0);
      if (held + column.byteLength <= this.#maxBytes) this.#free.push(column);
    }
  }
}
