import type { TableDisplay } from "../contract/display.ts";
import {
  type CellValue,
  type ExportFormat,
  type ExportPiece,
  MAX_WINDOW_ROWS,
  MAX_WINDOW_TEXT,
  type TableRows,
  type TableView,
} from "../contract/table-view.ts";
import { decodeTable } from "./decode-table.ts";
import { exportTable } from "./export-table.ts";
import { filterRows } from "./filter-rows.ts";
import { sortOrder } from "./sort-order.ts";

/** Orders of views that are kept: going back to one costs nothing. */
const KEPT_ORDERS = 3;

/** A table that lies in one place, read in windows of any view. */
export interface KeptTable {
  readonly rowCount: number;
  rows(view: TableView, from: number, count: number): TableRows;
  exportRows(view: TableView, format: ExportFormat): Generator<ExportPiece>;
}

const cutText = (value: CellValue): CellValue =>
  typeof value === "string" && value.length > MAX_WINDOW_TEXT ? `${value.slice(0, MAX_WINDOW_TEXT)}…` : value;

/** Throws on bytes that are no table. */
export const keepTable = (display: Pick<TableDisplay, "columns" | "arrow">): KeptTable => {
  const data = decodeTable(display);
  const orders = new Map<string, Int32Array>();
  /** Null is the table's own order, which needs no list. */
  const orderOf = (view: TableView): Int32Array | null => {
    if (view.sort === null && view.filters.length === 0) return null;
    const key = JSON.stringify(view);
    const known = orders.get(key);
    if (known) return known;
    const rows = filterRows(data, view.filters);
    const column = view.sort && data.columns[view.sort.column];
    const order = view.sort && column ? sortOrder(column, rows, view.sort.direction) : rows;
    orders.set(key, order);
    if (orders.size > KEPT_ORDERS) orders.delete(orders.keys().next().value!);
    return order;
  };
  return {
    rowCount: data.rowCount,
    rows: (view, from, count) => {
      const order = orderOf(view);
      const rowCount = order?.length ?? data.rowCount;
      const length = Math.max(0, Math.min(count, MAX_WINDOW_ROWS, rowCount - from));
      const columns = data.columns.map(({ at }) =>
        Array.from({ length }, (_, index) => cutText(at(order?.[from + index] ?? from + index))),
      );
      return { rowCount, from, columns };
    },
    exportRows: (view, format) => exportTable(data, orderOf(view) ?? filterRows(data, []), format),
  };
};
