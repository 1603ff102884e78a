import type { ColumnType, TableShape } from "../contract/tables.ts";

/**
 * How each column type is stored.
 *
 * - `date` is DATE: its vector already is an Int32Array of days since 1970-01-01.
 * - `instant` is TIMESTAMP (int64 microseconds): ordering is exact and any SQL tool shows a readable time. It is
 *   read as `epoch_us(x)::DOUBLE`, exact until 2255, because BigInt arrays are slow to walk.
 * - `integer` is INTEGER: its vector is an Int32Array.
 *
 * Keys are verified by a query when rows come in, not declared: an index over millions of text keys costs more
 * memory and time than the data, and the tables are only ever appended to.
 */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: "VARCHAR",
  integer: "INTEGER",
  double: "DOUBLE",
  date: "DATE",
  instant: "TIMESTAMP",
  boolean: "BOOLEAN",
};

export const createTableSql = (table: TableShape): string => {
  const columns = table.columns.map(
    ([name, type, nullability]) =>
      `"${name}" ${sqlTypes[type]}${nullability === "nullable" ? "" : " NOT NULL"}`,
  );
  return `CREATE TABLE "${table.name}" (${columns.join(", ")})`;
};

/** Our own notes about the file: schema version, whether the data is synthetic. */
export const createMetaSql = "CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)";
