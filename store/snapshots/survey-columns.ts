import type { DuckDBConnection } from "@duckdb/node-api";
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

/**
 * Looks at the rows of a batch column by column, which the database does quickly: texts and integers with one value,
 * and columns with none at all, need not pass row by row; long texts that repeat are fetched once per run. At least
 * one column is left to pass, so that rows are counted.
 */
export const surveyColumns = async (
  connection: DuckDBConnection,
  table: TableShape,
  ingestSeq: number,
): Promise<readonly SurveyedColumn[]> => {
  const columns = table.columns.filter(([name]) => name !== "ingest_seq");
  const looks = columns.flatMap(([name, type]) => {
    const ends = `CASE WHEN min("${name}") = max("${name}") THEN min("${name}") END`;
    if (type === "text") return [`count("${name}")`, ends, `max(strlen("${name}"))`];
    return [`count("${name}")`, type === "integer" ? ends : "NULL", "0"];
  });
  const result = await connection.run(
    `SELECT count(*), ${looks.join(", ")} FROM "${table.name}" WHERE ingest_seq = ${ingestSeq}`,
  );
  const [rows, ...seen] = (await result.getRows())[0]!;
  let passing = columns.length;
  return columns.map(([name, type], i) => {
    const [present, only, longest] = seen.slice(i * 3, i * 3 + 3);
    // Nothing is like something: a column with some nulls passes.
    const found = present === rows ? (only ?? undefined) : present === 0n ? null : undefined;
    const isConstant = found !== undefined && passing > 1;
    if (isConstant) passing--;
    const isRunsOnly =
      type === "text" && !isConstant && Number(longest ?? 0) > INLINE_BYTES && present === rows;
    return {
      name,
      type,
      constant: isConstant ? (found as string | number | null) : undefined,
      isRunsOnly,
      sql: isRunsOnly
        ? `CASE WHEN "${name}" = lag("${name}") OVER () THEN NULL ELSE "${name}" END`
        : `"${name}"`,
    };
  });
};
