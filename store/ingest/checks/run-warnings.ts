import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableName } from "../../contract/tables.ts";
import { readRows } from "../../duckdb/read-columns.ts";
import { barWarnings, oddBarsSql } from "./bar-warnings.ts";
import { fixingWarnings } from "./fixing-warnings.ts";
import { fundamentalWarnings } from "./fundamental-warnings.ts";
import type { WarningCheck } from "./warning-check.ts";

export interface Found {
  readonly check: string;
  readonly reason: string;
  readonly rows: number;
  readonly firstLines: readonly number[];
}

const warningsOf = (table: TableName): readonly WarningCheck[] => {
  if (table === "bars_1d") return barWarnings;
  if (table === "fundamentals") return fundamentalWarnings;
  if (table === "fx_1d") return fixingWarnings;
  return [];
};

/** How many lines are shown of each check. */
export const EXAMPLES = 5;

/** Asks every warning of the table. `ordered` is a relation with the bars in the order of instrument and date. */
export const runWarnings = async (
  connection: DuckDBConnection,
  table: TableName,
  ordered: string,
): Promise<readonly Found[]> => {
  if (table === "bars_1d") await connection.run(oddBarsSql(ordered));
  const found: Found[] = [];
  for (const { name, reason, sql } of warningsOf(table)) {
    const [counted] = await readRows(
      connection,
      {
        sql: `SELECT count(*)::INTEGER, coalesce(array_to_string(list_slice(list_sort(list(line)), 1, ${EXAMPLES}), ','), '') FROM (${sql})`,
      },
      { rows: "int", lines: "text" },
    );
    if (counted && counted.rows > 0)
      found.push({
        check: name,
        reason,
        rows: counted.rows,
        firstLines: counted.lines.split(",").map(Number),
      });
  }
  return found;
};
