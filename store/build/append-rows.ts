import {
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import {
  type ColumnData,
  type ColumnType,
  MISSING_DATE,
  type TableRows,
  type TableShape,
} from "../contract/tables.ts";
import { StoreBuildError } from "./store-build-error.ts";

const types: Readonly<Record<ColumnType, DuckDBType>> = {
  text: VARCHAR,
  integer: INTEGER,
  double: DOUBLE,
  date: DATE,
  instant: TIMESTAMP,
  boolean: BOOLEAN,
};

/** Rows of a DuckDB data chunk; no vector is longer. */
const CHUNK_ROWS = 2_048;

/** Appends rows column by column, in chunks: typed arrays go in as memory, not as values. */
export const appendRows = (appender: DuckDBAppender, table: TableShape, rows: TableRows): void => {
  const columns = table.columns.map(([name, type, nullability]) => {
    const data = rows.columns[name];
    if (!data) throw new StoreBuildError("columns", `Rows of ${table.name} lack the column ${name}.`);
    if (data.length < rows.rowCount) {
      throw new StoreBuildError(
        "columns",
        `The column ${table.name}.${name} has ${data.length} entries for ${rows.rowCount} rows.`,
      );
    }
    return { name: `${table.name}.${name}`, type, isNullable: nullability === "nullable", data };
  });
  const chunkTypes = columns.map((column) => types[column.type]);
  for (let start = 0; start < rows.rowCount; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows.rowCount - start);
    const chunk = DuckDBDataChunk.create(chunkTypes, count);
    columns.forEach((column, i) => {
      const vector = chunk.getColumnVector(i);
      fill(vector, column, start, count);
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
};

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
  readonly data: ColumnData;
}
interface Settable {
  setItem(index: number, value: unknown): void;
  readonly items: Float64Array | Int32Array | BigInt64Array;
}

const fill = (vector: DuckDBVector, column: Column, start: number, count: number): void => {
  const target = vector as unknown as Settable;
  const missing = (i: number): void => {
    if (!column.isNullable)
      throw new StoreBuildError("types", `${column.name} is missing in row ${start + i}.`);
    target.setItem(i, null);
  };
  const { data } = column;
  switch (column.type) {
    case "text":
      for (let i = 0; i < count; i++) {
        const text = data[start + i] as string | null;
        if (text === null) missing(i);
        else target.setItem(i, text);
      }
      break;
    case "boolean":
      for (let i = 0; i < count; i++) target.setItem(i, data[start + i] !== 0);
      break;
    case "instant":
      for (let i = 0; i < count; i++) {
        const micros = data[start + i] as number;
        if (Number.isNaN(micros)) missing(i);
        else (target.items as BigInt64Array)[i] = BigInt(micros);
      }
      break;
    case "double":
      (target.items as Float64Array).set((data as Float64Array).subarray(start, start + count));
      for (let i = 0; i < count; i++) if (Number.isNaN(data[start + i] as number)) missing(i);
      break;
    case "date":
    case "integer":
      (target.items as Int32Array).set((data as Int32Array).subarray(start, start + count));
      for (let i = 0; i < count; i++) if (data[start + i] === MISSING_DATE) missing(i);
      break;
  }
};
