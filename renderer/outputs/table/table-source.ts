import type { TableDisplay } from "../../../kernel/contract/display.ts";
import {
  type ExportFormat,
  type ExportPiece,
  plainView,
  type TableRows,
  type TableView,
} from "../../../kernel/contract/table-view.ts";
import { type KeptTable, keepTable } from "../../../kernel/tables/kept-table.ts";
import type { TableAccess } from "./table-access.ts";

/** Where the rows of a table come from: this page, or the kernel. */
export interface TableSource {
  readonly columns: TableDisplay["columns"];
  /** Of the whole table, wherever it is. */
  readonly rowCount: number;
  /** Rows that can be read here; fewer than all when the rest is gone. */
  readonly reachable: number;
  rows(view: TableView, from: number, count: number): TableRows | Promise<TableRows>;
  pieces(view: TableView, format: ExportFormat): AsyncGenerator<ExportPiece>;
}

const here = async function* (
  table: KeptTable,
  view: TableView,
  format: ExportFormat,
): AsyncGenerator<ExportPiece> {
  for (const piece of table.exportRows(view, format)) yield piece;
};

/** The rows that came with the display, and no others. */
export const sourceHere = (display: TableDisplay): TableSource => {
  const table = keepTable(display);
  return {
    columns: display.columns,
    rowCount: Math.max(display.rowCount, table.rowCount),
    reachable: table.rowCount,
    rows: table.rows,
    pieces: (view, format) => here(table, view, format),
  };
};

/** Rows that the kernel keeps. What came with the display stands there at once. */
export const sourceInKernel = (display: TableDisplay, tableId: string, access: TableAccess): TableSource => {
  const head = keepTable(display);
  const { rowCount } = display;
  return {
    columns: display.columns,
    rowCount,
    reachable: rowCount,
    rows: (view, from, count) => {
      const isPlain = view.sort === null && view.filters.length === 0;
      return isPlain && from + count <= head.rowCount
        ? { ...head.rows(plainView, from, count), rowCount }
        : access.rows(tableId, view, from, count);
    },
    pieces: (view, format) => access.pieces(tableId, view, format),
  };
};
