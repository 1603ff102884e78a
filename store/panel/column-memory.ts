/** How far apart memory may be written so that every page of it is. */
const PAGE_CELLS = 512;

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
