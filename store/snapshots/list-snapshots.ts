import type { DuckDBConnection } from "@duckdb/node-api";
import type { SnapshotEntry } from "../contract/snapshots.ts";
import { readRows } from "../duckdb/read-columns.ts";

/** All snapshots, newest first; the first one is what is read when a request names none. */
export const listSnapshots = async (connection: DuckDBConnection): Promise<SnapshotEntry[]> => {
  const rows = await readRows(
    connection,
    {
      sql: `SELECT snapshot_id, name, max_ingest_seq, epoch_us(known_to)::DOUBLE,
              coalesce(epoch_us(created_at)::DOUBLE, 'NaN'::DOUBLE), is_pinned::INTEGER
            FROM snapshots ORDER BY max_ingest_seq DESC, rowid DESC`,
    },
    {
      id: "text",
      name: "text",
      maxIngestSeq: "int",
      knownTo: "double",
      createdAt: "double",
      isPinned: "int",
    },
  );
  return rows.map((row, at) => ({
    ...row,
    createdAt: Number.isNaN(row.createdAt) ? null : row.createdAt,
    isPinned: row.isPinned === 1,
    isCurrent: at === 0,
  }));
};
