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
  ingestSeq: number,
): Promise<Survey> => {
  const columns = table.columns.filter(([name]) => name !== "ingest_seq");
  const rowsOfBatch = `"${table.name}" WHERE ingest_seq = ${ingestSeq}`;
  const counted = await readRow(
    connection,
    `SELECT count(*), ${columns
      .map(([name, type]) => `count("${name}"), ${type === "text" ? `max(strlen("${name}"))` : "0"}`)
      .join(", ")} FROM ${rowsOfBatch}`,
  );
  const rows = Number(counted[0]);
  // Held against one row, and only until another value is found: quicker than the least text and the greatest.
  const compared = await readRow(
    connection,
    `SELECT ${columns
      .map(([name, type]) => {
        if (type !== "text" && type !== "integer") return "NULL, true";
        const first = `(SELECT "${name}" FROM ${rowsOfBatch} LIMIT 1)`;
        return `${first}, EXISTS (SELECT 1 FROM ${rowsOfBatch} AND "${name}" <> ${first})`;
      })
      .join(", ")}`,
  );
  let passing = columns.length;
  const surveyed = columns.map(([name, type], i) => {
    const [present, longest] = counted.slice(1 + i * 2).map(Number) as [number, number];
    const [first, hasOther] = compared.slice(i * 2) as [string | number | null, boolean];
    // Nothing is like something: a column with some nulls passes.
    const found = present === 0 ? null : present < rows || hasOther ? undefined : first;
    const isConstant = found !== undefined && passing > 1;
    if (isConstant) passing--;
    const isRunsOnly = type === "text" && !isConstant && longest > INLINE_BYTES && present === rows;
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
  return { rows, columns: surveyed };
};

const readRow = async (connection: DuckDBConnection, sql: string): Promise<readonly DuckDBValue[]> =>
  (await (await connection.run(sql)).getRows())[0]!;
