import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue } from "@duckdb/node-api";

/** How one result column is read. `double` must be DOUBLE in the result, `int` INTEGER or DATE, `text` VARCHAR. */
export type Reading = "double" | "int" | "text";

export interface ReadColumns {
  readonly double: Float64Array;
  readonly int: Int32Array;
  readonly text: string[];
}
export type Columns<R extends Readonly<Record<string, Reading>>> = {
  readonly [K in keyof R]: ReadColumns[R[K]];
};

export interface Query {
  readonly sql: string;
  readonly values?: Record<string, DuckDBValue>;
  readonly types?: Record<string, DuckDBType>;
}

/** The raw numbers of a vector. Nulls must have been coalesced in SQL: the raw memory of a null is anything. */
export const vectorItems = <T extends Float64Array | Int32Array | BigInt64Array>(
  chunk: DuckDBDataChunk,
  column: number,
): T => (chunk.getColumnVector(column) as unknown as { items: T }).items;

/**
 * Runs a query and returns its columns as typed arrays, copied chunk by chunk, which is several times faster than
 * the row and column getters. The query selects exactly the named columns, in that order, without nulls.
 */
export const readColumns = async <const R extends Readonly<Record<string, Reading>>>(
  connection: DuckDBConnection,
  query: Query,
  readings: R,
): Promise<{ readonly rowCount: number; readonly columns: Columns<R> }> => {
  const result = await connection.run(query.sql, query.values, query.types);
  const { rowCount, chunkCount } = result;
  const names = Object.keys(readings);
  const columns: Record<string, Float64Array | Int32Array | string[]> = {};
  for (const name of names) {
    const reading = readings[name];
    columns[name] =
      reading === "double" ? new Float64Array(rowCount) : reading === "int" ? new Int32Array(rowCount) : [];
  }
  let offset = 0;
  for (let c = 0; c < chunkCount; c++) {
    const chunk = result.getChunk(c);
    names.forEach((name, i) => {
      const column = columns[name]!;
      if (Array.isArray(column)) {
        const vector = chunk.getColumnVector(i);
        for (let r = 0; r < chunk.rowCount; r++) column.push(vector.getItem(r) as string);
      } else {
        column.set(vectorItems<Float64Array | Int32Array>(chunk, i), offset);
      }
    });
    offset += chunk.rowCount;
  }
  return { rowCount, columns: columns as Columns<R> };
};

type Row<R extends Readonly<Record<string, Reading>>> = {
  readonly [K in keyof R]: R[K] extends "text" ? string : number;
};

/** The same as rows, for the small tables, where readable code is worth more than speed. */
export const readRows = async <const R extends Readonly<Record<string, Reading>>>(
  connection: DuckDBConnection,
  query: Query,
  readings: R,
): Promise<Row<R>[]> => {
  const { rowCount, columns } = await readColumns(connection, query, readings);
  const names = Object.keys(readings);
  return Array.from({ length: rowCount }, (_, row) => {
    const out: Record<string, string | number> = {};
    for (const name of names)
      out[name] = (columns as Record<string, ArrayLike<string | number>>)[name]![row]!;
    return out as Row<R>;
  });
};
