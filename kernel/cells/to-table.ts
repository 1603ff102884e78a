import {
  Bool,
  type DataType,
  Float64,
  Int32,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
} from "apache-arrow";
import type { TableDisplay } from "../contract/display.ts";
import { arrowBuffers } from "../tables/arrow-buffers.ts";
import type { ColumnType } from "../tables/table-data.ts";

/** More objects than this do not fit beside each other in a worker's memory. */
export const MAX_TABLE_ROWS = 20_000_000;
export const MAX_TABLE_COLUMNS = 100;

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Dates are days since 1970-01-01, instants UTC microseconds, percentages shares of one. */
  readonly values: ArrayLike<unknown>;
}

const DAY_MS = 86_400_000;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const arrowTypes: Readonly<Record<ColumnType, DataType>> = {
  text: new Utf8(),
  boolean: new Bool(),
  date: new Int32(),
  instant: new Float64(),
  number: new Float64(),
  integer: new Float64(),
  percent: new Float64(),
};
const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

const vectorOf = ({ type, values }: TableColumn): Vector =>
  vectorFrom(type, values.length, (index) => values[index]);

const vectorFrom = (type: ColumnType, length: number, at: (index: number) => unknown): Vector =>
  makeVector(makeData({ type: arrowTypes[type], ...arrowBuffers(type, length, at) } as never));

const tableOf = (
  title: string,
  rowCount: number,
  columns: readonly { readonly name: string; readonly type: ColumnType; readonly vector: Vector }[],
): TableDisplay => ({
  title,
  rowCount,
  columns: columns.map(({ name, type }) => ({ name, type })),
  arrow: tableToIPC(
    new Table(Object.fromEntries(columns.map(({ name, vector }) => [name, vector]))),
    "stream",
  ).slice(),
});

/** Columns as a table that can travel: Arrow IPC stream bytes, and how to show each column. */
export const encodeTable = (title: string, columns: readonly TableColumn[]): TableDisplay =>
  tableOf(
    title,
    columns[0]?.values.length ?? 0,
    columns.map((column) => ({ ...column, vector: vectorOf(column) })),
  );

const kindOf = (value: unknown): ColumnType => {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (value instanceof Date) return "instant";
  return typeof value === "string" && datePattern.test(value) ? "date" : "text";
};

/** The one type that all values have; text when they have several, or there is none. */
const typeOfValues = (length: number, at: (index: number) => unknown): ColumnType => {
  let type: ColumnType | null = null;
  for (let index = 0; index < length; index++) {
    const value = at(index);
    if (isMissing(value)) continue;
    const kind = kindOf(value);
    if (type === null || type === kind) type = kind;
    else if ((type === "integer" || type === "number") && (kind === "integer" || kind === "number"))
      type = "number";
    else return "text";
  }
  return type ?? "text";
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
    const most = MAX_TABLE_ROWS.toLocaleString("en-US");
    throw new RangeError(
      `A table has at most ${most} rows, and this one has ${rows.length.toLocaleString("en-US")}: show a part of them, or a summary.`,
    );
  }
  const names = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) names.add(key);
  const columns = [...names].slice(0, MAX_TABLE_COLUMNS).map((name) => {
    const raw = (index: number): unknown => (rows[index] as Record<string, unknown>)[name];
    const type = typeOfValues(rows.length, raw);
    return { name, type, vector: vectorFrom(type, rows.length, (index) => toCell(type, raw(index))) };
  });
  const left = names.size - columns.length;
  const note = left > 0 ? `first ${columns.length} of ${names.size} columns` : "";
  return tableOf([title, note].filter(Boolean).join(", "), rows.length, columns);
};
