import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../duckdb/read-columns.ts";
import { hasColumn } from "../schema/table-shape.ts";
import { type BatchDigest, describedTables, manifestOf, readBatchDigests } from "./manifest.ts";

export interface RecordedSnapshot {
  readonly id: string;
  readonly name: string;
  readonly maxIngestSeq: number;
  /** UTC microseconds. */
  readonly knownTo: number;
}

/**
 * R11: names the state after one commit and notes it. The id comes from the digests that the commits recorded, so
 * that it costs the same however large the store is. `createdAt` is in UTC microseconds.
 */
export const recordSnapshot = async (
  connection: DuckDBConnection,
  { name, maxIngestSeq, createdAt }: { name: string; maxIngestSeq: number; createdAt: number | null },
): Promise<RecordedSnapshot> => {
  const digests = await readBatchDigests(connection, maxIngestSeq);
  const { id, text } = manifestOf(digests);
  const knownTo = await newestKnown(connection, maxIngestSeq, digests);
  const created = createdAt === null ? "NULL" : `make_timestamp(${createdAt}::BIGINT)`;
  await connection.run(
    `INSERT INTO snapshots VALUES ($id, $name, $maxIngestSeq, make_timestamp(${knownTo}::BIGINT), $text, ${created}, false)`,
    { id, name, maxIngestSeq, text },
  );
  return { id, name, maxIngestSeq, knownTo };
};

/** They are known long before the days that they speak of: of them, the newest says nothing about the data. */
const speaksOfTheFuture: ReadonlySet<string> = new Set(["calendars", "settlement_cycles", "trading_costs"]);

/** Only rows that came after the newest snapshot are looked at. */
const newestKnown = async (
  connection: DuckDBConnection,
  maxIngestSeq: number,
  digests: readonly BatchDigest[],
): Promise<number> => {
  const [before] = await readRows(
    connection,
    {
      sql: `SELECT coalesce(max(max_ingest_seq), 0), coalesce(epoch_us(max(known_to)), 0)::DOUBLE
            FROM snapshots WHERE max_ingest_seq <= ${maxIngestSeq}`,
    },
    { seq: "int", knownTo: "double" },
  );
  const { seq, knownTo } = before!;
  const touched = new Set(digests.filter(({ ingestSeq }) => ingestSeq > seq).map(({ table }) => table));
  const parts = describedTables
    .filter(
      (table) =>
        touched.has(table.name) && !speaksOfTheFuture.has(table.name) && hasColumn(table, "known_at"),
    )
    .map(
      ({ name }) =>
        `SELECT max(known_at) AS k FROM "${name}" WHERE ingest_seq > ${seq} AND ingest_seq <= ${maxIngestSeq}`,
    );
  if (parts.length === 0) return knownTo;
  const [newest] = await readRows(
    connection,
    { sql: `SELECT coalesce(epoch_us(max(k)), 0)::DOUBLE FROM (${parts.join(" UNION ALL ")})` },
    { knownTo: "double" },
  );
  return Math.max(knownTo, newest!.knownTo);
};
