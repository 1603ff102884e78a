import { createHash } from "node:crypto";
import { readRows } from "../duckdb/read-columns.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { inSnapshot } from "./read-layout-events.ts";

/** What events of fundamentals are read from. */
const TABLES = ["fundamentals", "instruments"] as const;

/**
 * Names the rows of a snapshot that events are made from, by the digests of the batches that brought them (R11).
 * Undefined where the digests do not account for each row: what cannot be named is not kept.
 */
export const nameFactRows = async ({ connection, snapshot }: SnapshotSource): Promise<string | undefined> => {
  const counted = TABLES.map((table) => `(SELECT count(*) FROM ${table} WHERE ${inSnapshot(snapshot)})`);
  const [found] = await readRows(
    connection,
    {
      sql: `SELECT coalesce(string_agg(concat_ws(' ', ingest_seq, table_name, rows, digest), chr(10)
                     ORDER BY ingest_seq, table_name), ''),
              coalesce(sum(rows), 0)::DOUBLE, (${counted.join(" + ")})::DOUBLE
            FROM batch_digests
            WHERE ${inSnapshot(snapshot)} AND table_name IN (${TABLES.map((table) => `'${table}'`).join(", ")})`,
    },
    { batches: "text", described: "double", rows: "double" },
  );
  return found!.described === found!.rows ? sha256(found!.batches) : undefined;
};

/** Names the events of one field by all that decides them: the rows, and how they are read. */
export const eventsKeyOf = (rows: string, sql: string, field: string): string =>
  sha256(JSON.stringify([rows, sql, field])).slice(0, 32);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
