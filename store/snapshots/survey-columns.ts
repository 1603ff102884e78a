import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { ColumnType, TableShape } from "../contract/tables.ts";

export interface SurveyedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The value of all rows; undefined when they differ, or when they have to pass in any case. */
  readonly constant: string | number | null | undefined;
  /** Null stands for "as in the row before": see `sql`. */
  readonly isRunsOnly: boolean;
  /** How the column is read. */
  readonly sql: string;
}

/** A text of more bytes lies outside its vector, and to fetch it costs more than all the rest of the row. */
const INLINE_BYTES = 12;

export interface Survey {
  readonly rows: number;
  readonly columns: readonly SurveyedColumn[];
}

/**
 * Looks at the rows of a batch column by column, which the database does quickly: texts and integers with one value,
 * and columns with none at all, need not pass row by row; long texts that repeat are fetched once per run. At least
 * one column is left to pass, so that rows are counted.
 */
export const surveyColumns = async (
  connection: DuckDBConnection,
  table: TableShape,
  rowsSql: string,
): Promise<Survey> => {
  const columns = table.columns.filter(([name]) => name !== "ingest_seq");
  const rowsOfBatch = `(${rowsSql}) WHERE true`;
  const nullable = columns.filter(([, , nullability]) => nullability === "nullable");
  const [[counted, ...presences] = [0]] = await readAll(
    connection,
    `SELECT count(*)${nullable.map(([name]) => `, count("${name}")`).join("")} FROM ${rowsOfBatch}`,
  );
  const rows = Number(counted);
  const present = new Map(nullable.map(([name], i) => [name, Number(presences[i])]));
  const repeating = columns.filter(([, type]) => type === "text" || type === "integer");
  const [firsts = []] = await readAll(
    connection,
    `SELECT ${repeating.map(([name]) => `"${name}"`).join(", ")} FROM ${rowsOfBatch} LIMIT 1`,
  );
  const constants = new Map<string, string | number>();
  for (const [i, [name]] of repeating.entries()) {
    const first = (firsts[i] ?? null) as string | number | null;
    if (first !== null && (await isEverywhere(connection, `${rowsOfBatch} AND "${name}"`, first)))
      constants.set(name, first);
  }
  const isFull = (name: string): boolean => (present.get(name) ?? rows) === rows;
  const changing = columns
    .filter(([name, type]) => type === "text" && isFull(name) && !constants.has(name))
    .map(([name]) => name);
  const long = await findLong(connection, changing, rowsOfBatch);
  let passing = columns.length;
  const surveyed = columns.map(([name, type]) => {
    // Nothing is like something: a column with some nulls passes.
    const found = present.get(name) === 0 ? null : isFull(name) ? constants.get(name) : undefined;
    const isConstant = found !== undefined && passing > 1;
    if (isConstant) passing--;
    const isRunsOnly = long.has(name) && !isConstant;
    return {
      name,
      type,
      constant: isConstant ? found : undefined,
      isRunsOnly,
      sql: isRunsOnly
        ? `CASE WHEN "${name}" = lag("${name}") OVER () THEN NULL ELSE "${name}" END`
        : `"${name}"`,
    };
  });
  const { added } = table;
  const isAbsent = ({ name, constant }: SurveyedColumn) =>
    Array.isArray(added) && added.includes(name) && constant === null;
  return { rows, columns: surveyed.filter((column) => !isAbsent(column)) };
};

/** Those of the text columns with a text that lies outside its vector. */
const findLong = async (
  connection: DuckDBConnection,
  names: readonly string[],
  rowsOfBatch: string,
): Promise<ReadonlySet<string>> => {
  if (names.length === 0) return new Set();
  const [longest = []] = await readAll(
    connection,
    `SELECT ${names.map((name) => `max(strlen("${name}"))`).join(", ")} FROM ${rowsOfBatch}`,
  );
  return new Set(names.filter((_, i) => Number(longest[i]) > INLINE_BYTES));
};

/**
 * Whether no row has another value. Said as a constant, the value is held against what the database knows of whole
 * blocks of rows, and it stops at the first other one. (A text with a NUL is none that SQL can say.)
 */
const isEverywhere = async (
  connection: DuckDBConnection,
  ofColumn: string,
  value: string | number,
): Promise<boolean> => {
  if (typeof value === "string" && value.includes("\0")) return false;
  const said = typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : value;
  return (await readAll(connection, `SELECT 1 FROM ${ofColumn} <> ${said} LIMIT 1`)).length === 0;
};

const readAll = async (connection: DuckDBConnection, sql: string): Promise<readonly DuckDBValue[][]> =>
  (await connection.run(sql)).getRows();
