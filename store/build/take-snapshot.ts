import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../duckdb/read-columns.ts";
import { hasColumn } from "../schema/table-shape.ts";
import { describedTables } from "../snapshots/manifest.ts";
import { digestBatch, recordBatchDigests } from "../snapshots/record-batch-digests.ts";
import { type RecordedSnapshot, recordSnapshot } from "../snapshots/record-snapshot.ts";

/**
 * Names what a store made from scratch holds, commit by commit, as if the commits had been made one after the other
 * (R11). Nothing here depends on the day or on the machine.
 */
export const takeSnapshot = async (connection: DuckDBConnection, name: string): Promise<RecordedSnapshot> => {
  const parts = describedTables
    .filter((table) => hasColumn(table, "ingest_seq"))
    .map((table) => `SELECT ingest_seq FROM "${table.name}"`);
  const commits = await readRows(
    connection,
    { sql: `SELECT DISTINCT ingest_seq FROM (${parts.join(" UNION ALL ")}) ORDER BY ingest_seq` },
    { seq: "int" },
  );
  for (const { seq } of commits) await recordBatchDigests(connection, await digestBatch(connection, seq));
  return recordSnapshot(connection, { name, maxIngestSeq: commits.at(-1)?.seq ?? 0, createdAt: null });
};
