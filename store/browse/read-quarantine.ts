import type { DuckDBConnection } from "@duckdb/node-api";
import type { z } from "zod";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { quarantinePageSchema } from "../contract/browse.ts";
import { readRows } from "../duckdb/read-columns.ts";

export type QuarantinePage = z.infer<typeof quarantinePageSchema>;

export interface QuarantineQuestion {
  readonly batchId: string;
  readonly check: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** A page of the rows of a batch that were kept out, and what all its checks found. */
export const readQuarantine = async (
  connection: DuckDBConnection,
  { batchId, check, offset, limit }: QuarantineQuestion,
): Promise<WireResult<QuarantinePage>> => {
  const batches = await connection.run("SELECT 1 FROM batches WHERE batch_id = $batchId", { batchId });
  if (batches.rowCount === 0)
    return wireError("unknown-batch", `There is no batch ${JSON.stringify(batchId)} in this store.`);
  const checks = await readRows(
    connection,
    {
      sql: `SELECT check_name, severity, rows, coalesce(first_line, -1), reason FROM checks
            WHERE batch_id = $batchId ORDER BY rows DESC, check_name`,
      values: { batchId },
    },
    { check: "text", severity: "text", rows: "int", firstLine: "int", reason: "text" },
  );
  const kept = `FROM quarantine WHERE batch_id = $batchId ${check === null ? "" : "AND check_name = $check"}`;
  const values = { batchId, ...(check === null ? {} : { check }) };
  const [counted] = await readRows(
    connection,
    { sql: `SELECT count(*)::INTEGER ${kept}`, values },
    { total: "int" },
  );
  const rows = await readRows(
    connection,
    {
      sql: `SELECT line, raw, check_name, coalesce(column_name, ''), reason ${kept}
            ORDER BY line, check_name LIMIT ${limit} OFFSET ${offset}`,
      values,
    },
    { line: "int", raw: "text", check: "text", column: "text", reason: "text" },
  );
  return wireOk({
    total: counted!.total,
    checks: checks.map((found) => ({
      ...found,
      severity: found.severity as QuarantinePage["checks"][number]["severity"],
      firstLine: found.firstLine < 0 ? null : found.firstLine,
    })),
    rows: rows.map((row) => ({ ...row, column: row.column === "" ? null : row.column })),
  });
};
