import { type DataType, Type, tableFromIPC, type Vector } from "apache-arrow";
import type { TableDisplay } from "../contract/display.ts";
import type { CellValue } from "../contract/table-view.ts";
import type { ColumnType, TableData } from "./table-data.ts";

const MS_PER_DAY = 86_400_000;

/** What a cell of an Arrow vector means under the column's declared type. */
const readerOf = (vector: Vector<DataType>, type: ColumnType): ((row: number) => CellValue) => {
  const isArrowDate = vector.type.typeId === Type.Date;
  const isTimestamp = vector.type.typeId === Type.Timestamp;
  return (row) => {
    const value: unknown = vector.get(row);
    if (value === null || value === undefined) return null;
    if (typeof value === "string" || typeof value === "boolean") return value;
    const number = value instanceof Date ? value.getTime() : Number(value);
    if (Number.isNaN(number)) return typeof value === "object" ? String(value) : Number.NaN;
    // Arrow's own dates and timestamps come as milliseconds.
    if (type === "date" && (isArrowDate || isTimestamp)) return Math.floor(number / MS_PER_DAY);
    if (type === "instant" && (isArrowDate || isTimestamp)) return number * 1000;
    if (type === "boolean") return number !== 0;
    return number;
  };
};

/** The rows of a table display. Columns are read where they lie; nothing is copied. Throws on bytes that are no table. */
export const decodeTable = ({ columns, arrow }: Pick<TableDisplay, "columns" | "arrow">): TableData => {
  if (arrow.length === 0)
    return { rowCount: 0, columns: columns.map((column) => ({ ...column, at: () => null })) };
  const table = tableFromIPC(arrow);
  return {
    rowCount: table.numRows,
    columns: columns.map(({ name, type }) => {
      const vector = table.getChild(name);
      return { name, type, at: vector ? readerOf(vector, type) : () => null };
    }),
  };
};
