import type { DuckDBConnection } from "@duckdb/node-api";
import type { BatchEntry } from "../contract/snapshots.ts";
import { readRows } from "../duckdb/read-columns.ts";

/** All batches, newest first. */
export const listBatches = async (connection: DuckDBConnection): Promise<BatchEntry[]> => {
  const rows = await readRows(
    connection,
    {
      sql: `SELECT batch_id, ingest_seq, b.source_id, coalesce(label, b.source_id), file_name, sha256,
              coalesce(epoch_us(arrived_at)::DOUBLE, 'NaN'::DOUBLE), rows_in, rows_ok, rows_unchanged,
              rows_quarantined, state, coalesce(undoes, '')
            FROM batches b LEFT JOIN (SELECT source_id, any_value(label) AS label FROM sources GROUP BY source_id) s
              USING (source_id)
            ORDER BY ingest_seq DESC`,
    },
    {
      batchId: "text",
      ingestSeq: "int",
      sourceId: "text",
      source: "text",
      fileName: "text",
      sha256: "text",
      arrivedAt: "double",
      rowsIn: "int",
      rowsOk: "int",
      rowsUnchanged: "int",
      rowsQuarantined: "int",
      state: "text",
      undoes: "text",
    },
  );
  return rows.map(({ sourceId: _, ...row }) => ({
    ...row,
    arrivedAt: Number.isNaN(row.arrivedAt) ? null : row.arrivedAt,
    state: row.state === "undone" ? "undone" : "committed",
    undoes: row.undoes === "" ? null : row.undoes,
  }));
};
