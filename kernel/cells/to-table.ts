import {
  Bool,
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

const bitmapOf = (length: number, has: (index: number) => boolean): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(length / 64) * 8);
  for (let index = 0; index < length; index++) if (has(index)) bits[index >> 3]! |= 1 << (index & 7);
  return bits;
};

const textBuffers = (values: ArrayLike<unknown>): { valueOffsets: Int32Array; data: Uint8Array } => {
  const encoder = new TextEncoder();
  const parts = Array.from(values, (value) => encoder.encode(isMissing(value) ? "" : String(value)));
  const valueOffsets = new Int32Array(parts.length + 1);
  parts.forEach((part, index) => {
    valueOffsets[index + 1] = valueOffsets[index]! + part.length;
  });
  const data = new Uint8Array(valueOffsets[parts.length]!);
  parts.forEach((part, index) => {
    data.set(part, valueOffsets[index]!);
  });
  return { valueOffsets, data };
};

// Arrow's own builders make code from text, which the cell worker has given up by then; so the buffers are ours.
const vectorOf = ({ type, values }: TableColumn): Vector => {
  const { length } = values;
  const nullBitmap = bitmapOf(length, (index) => !isMissing(values[index]));
  let nullCount = 0;
  for (let index = 0; index < length; index++) if (isMissing(values[index])) nullCount++;
  const common = { length, nullBitmap, nullCount };
  if (type === "text") return makeVector(makeData({ type: new Utf8(), ...common, ...textBuffers(values) }));
  if (type === "boolean") {
    return makeVector(
      makeData({ type: new Bool(), ...common, data: bitmapOf(length, (index) => values[index] === true) }),
    );
  }
  const numbers = Array.from(values, (value) => (isMissing(value) ? 0 : Number(value)));
  if (type === "date")
    return makeVector(makeData({ type: new Int32(), ...common, data: Int32Array.from(numbers) }));
  return makeVector(makeData({ type: new Float64(), ...common, data: Float64Array.from(numbers) }));
};

/** Columns as a table that can travel: Arrow IPC stream bytes, and how to show each column. */
export const encodeTable = (title: string, columns: readonly TableColumn[]): TableDisplay => {
  const table = new Table(Object.fromEntries(columns.map((column) => [column.name, vectorOf(column)])));
  return {
    title,
    rowCount: columns[0]?.values.length ?? 0,
    columns: columns.map(({ name, type }) => ({ name, type })),
    arrow: tableToIPC(table, "stream").slice(),
  };
};

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
