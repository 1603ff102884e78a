import type { TableDisplay } from "../contract/display.ts";
import type { CellValue } from "../contract/table-view.ts";

export type ColumnType = TableDisplay["columns"][number]["type"];

/** One column, read value by value. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly at: (row: number) => CellValue;
}

export interface TableData {
  readonly rowCount: number;
  readonly columns: readonly TableColumn[];
}

export const isMissing = (value: CellValue): value is null =>
  value === null || (typeof value === "number" && Number.isNaN(value));
