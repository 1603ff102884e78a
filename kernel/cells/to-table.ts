import { Bool, Float64, Int32, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from "apache-arrow";
import type { TableDisplay } from "../contract/display.ts";

type ColumnType = TableDisplay["columns"][number]["type"];

export const MAX_TABLE_ROWS = 200_000;
export const MAX_TABLE_COLUMNS = 100;

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Dates are days since 1970-01-01, instants UTC microseconds, percentages shares of one. */
  readonly values: ArrayLike<unknown>;
}

const DAY_MS = 86_400_000;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

const vectorOf = ({ type, values }: TableColumn): Vector => {
  const list = Array.from(values, (value) => (isMissing(value) ? null : value));
  if (type === "text")
    return vectorFromArray(
      list.map((value) => (value === null ? null : String(value))),
      new Utf8(),
    );
  if (type === "boolean") return vectorFromArray(list as (boolean | null)[], new Bool());
  if (type === "date") return vectorFromArray(list as (number | null)[], new Int32());
  return vectorFromArray(list as (number | null)[], new Float64());
};

/** Columns as a table that can travel: Arrow IPC stream bytes, and how to show each column. */
export const encodeTable = (title: string, columns: readonly TableColumn[]): TableDisplay => {
  const vectors = Object.fromEntries(columns.map((column, index) => [`${index}`, vectorOf(column)]));
  // Arrow's Table takes columns by key, and number-like keys keep their order.
  const byPlace = new Table(vectors);
  const arrow = tableToIPC(renameColumns(byPlace, columns), "stream");
  return {
    title,
    rowCount: columns[0]?.values.length ?? 0,
    columns: columns.map(({ name, type }) => ({ name, type })),
    arrow: arrow.slice(),
  };
};

const renameColumns = (table: Table, columns: readonly TableColumn[]): Table =>
  new Table(Object.fromEntries(columns.map(({ name }, index) => [name, table.getChildAt(index)!])));

const typeOfValues = (values: readonly unknown[]): ColumnType => {
  const present = values.filter((value) => !isMissing(value));
  if (present.length === 0) return "text";
  if (present.every((value) => typeof value === "boolean")) return "boolean";
  if (present.every((value) => typeof value === "number"))
    return present.every(Number.isInteger) ? "integer" : "number";
  if (present.every((value) => value instanceof Date)) return "instant";
  if (present.every((value) => typeof value === "string" && datePattern.test(value))) return "date";
  return "text";
};

const toCell = (type: ColumnType, value: unknown): unknown => {
  if (isMissing(value)) return null;
  if (type === "date") return Date.parse(value as string) / DAY_MS;
  if (type === "instant") return (value as Date).getTime() * 1000;
  return value;
};

/** Rows as a table: one column per key, its type found from its values. */
export const tableFromRows = (rows: readonly object[], title: string): TableDisplay => {
  if (rows.length > MAX_TABLE_ROWS) {
    throw new RangeError(`A table shows at most ${MAX_TABLE_ROWS} rows, and this one has ${rows.length}.`);
  }
  const names = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) names.add(key);
  const columns = [...names].slice(0, MAX_TABLE_COLUMNS).map((name) => {
    const raw = rows.map((row) => (row as Record<string, unknown>)[name]);
    const type = typeOfValues(raw);
    return { name, type, values: raw.map((value) => toCell(type, value)) };
  });
  return encodeTable(title, columns);
};
