import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableShape } from "../contract/tables.ts";
import { countRows } from "../duckdb/stream-chunks.ts";
import { hasColumn } from "../schema/table-shape.ts";
import { digestRows, type RowsDigest, rowsOfBatch } from "./digest-rows.ts";
import { type BatchDigest, describedTables } from "./manifest.ts";

/**
 * Digests what one batch added to each table. Tables it did not touch are left out. Of those that are in `made` the
 * rows are only counted.
 */
export const digestBatch = async (
  connection: DuckDBConnection,
  ingestSeq: number,
  made: ReadonlyMap<string, RowsDigest> = new Map(),
): Promise<BatchDigest[]> => {
  const digests: BatchDigest[] = [];
  for (const table of await tablesTouched(connection, ingestSeq)) {
    const stored = rowsOfBatch(table, ingestSeq);
    const { rows, digest, hasDuplicates } =
      made.get(table.name) ?? (await digestRows(connection, table, stored));
    if (made.has(table.name) && (await countRows(connection, { sql: `FROM (${stored})` })) !== rows)
      throw new Error(
        `Batch ${ingestSeq} gave ${table.name} another number of rows than the ${rows} it had.`,
      );
    if (hasDuplicates)
      throw new Error(
        `Batch ${ingestSeq} has two rows of ${table.name} with one key (${table.key.join(", ")}).`,
      );
    digests.push({ ingestSeq, table: table.name, rows, digest });
  }
  return digests;
};

/** Found by the zone maps of `ingest_seq`, which is written in order. */
const tablesTouched = async (connection: DuckDBConnection, ingestSeq: number): Promise<TableShape[]> => {
  const parts = describedTables
    .filter((table) => hasColumn(table, "ingest_seq"))
    .map(
      ({ name }) => `SELECT '${name}' WHERE EXISTS (SELECT 1 FROM "${name}" WHERE ingest_seq = ${ingestSeq})`,
    );
  const result = await connection.run(parts.join(" UNION ALL "));
  const touched = new Set((await result.getRows()).map(([name]) => name));
  return describedTables.filter(({ name }) => touched.has(name));
};

export const recordBatchDigests = async (
  connection: DuckDBConnection,
  digests: readonly BatchDigest[],
): Promise<void> => {
  for (const { ingestSeq, table, rows, digest } of digests) {
    await connection.run("INSERT INTO batch_digests VALUES ($ingestSeq, $table, $rows, $digest)", {
      ingestSeq,
      table,
      rows,
      digest,
    });
  }
};
