import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../duckdb/read-columns.ts";

/** The commit order of the batch that comes next. A store made from scratch may hold several commits already. */
export const nextIngestSeq = async (connection: DuckDBConnection): Promise<number> => {
  const [row] = await readRows(
    connection,
    {
      sql: `SELECT greatest((SELECT coalesce(max(ingest_seq), 0) FROM batches),
              (SELECT coalesce(max(ingest_seq), 0) FROM batch_digests),
              (SELECT coalesce(max(max_ingest_seq), 0) FROM snapshots)) + 1`,
    },
    { next: "int" },
  );
  return row!.next;
};
