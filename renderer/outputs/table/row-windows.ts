import type { CellValue, TableRows } from "../../../kernel/contract/table-view.ts";

/** Rows that are asked for at a time. */
export const BLOCK_ROWS = 200;
/** Blocks that are kept; the one not seen for the longest gives way. */
const MAX_BLOCKS = 40;

type Columns = readonly (readonly CellValue[])[];

/** The rows of one view near what is seen: asked for in blocks, the newest wish first, one question at a time. */
export interface RowWindows {
  /** Of the view; null until the first answer. */
  readonly rowCount: number | null;
  /** What is seen now, from one row up to and without another. */
  want(from: number, to: number): void;
  /** The values of a row, by column; null while they are on the way. */
  rowAt(row: number): ((column: number) => CellValue) | null;
  close(): void;
}

/**
 * @param fetch gives rows at once, or later
 * @param onChange rows have come
 * @param onFault no rows come; nothing more is asked
 */
export const createRowWindows = (
  fetch: (from: number, count: number) => TableRows | Promise<TableRows>,
  onChange: () => void,
  onFault: (error: unknown) => void,
): RowWindows => {
  const blocks = new Map<number, Columns>();
  let rowCount: number | null = null;
  let wanted = { from: 0, to: 1 };
  let state: "idle" | "asking" | "closed" = "idle";

  const take = (block: number, rows: TableRows): void => {
    rowCount = rows.rowCount;
    blocks.delete(block);
    blocks.set(block, rows.columns);
    if (blocks.size > MAX_BLOCKS) blocks.delete(blocks.keys().next().value!);
  };
  const nextMissing = (): number | null => {
    const last = Math.floor((Math.min(wanted.to, rowCount ?? 1) - 1) / BLOCK_ROWS);
    for (let block = Math.floor(wanted.from / BLOCK_ROWS); block <= last; block++)
      if (!blocks.has(block)) return block;
    return null;
  };
  const ask = (): void => {
    for (let block = nextMissing(); block !== null && state === "idle"; block = nextMissing()) {
      const asked = block;
      const answer = fetch(asked * BLOCK_ROWS, BLOCK_ROWS);
      if (!(answer instanceof Promise)) {
        take(asked, answer);
        continue;
      }
      state = "asking";
      answer.then(
        (rows) => {
          if (state === "closed") return;
          state = "idle";
          take(asked, rows);
          ask();
          onChange();
        },
        (error: unknown) => {
          if (state === "closed") return;
          state = "closed";
          onFault(error);
        },
      );
    }
  };
  return {
    get rowCount() {
      return rowCount;
    },
    want: (from, to) => {
      wanted = { from, to };
      ask();
    },
    rowAt: (row) => {
      const columns = blocks.get(Math.floor(row / BLOCK_ROWS));
      const at = row % BLOCK_ROWS;
      return columns && columns.length > 0 ? (column) => columns[column]?.[at] ?? null : null;
    },
    close: () => {
      state = "closed";
    },
  };
};
