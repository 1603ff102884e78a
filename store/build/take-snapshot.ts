import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { storeTables, type TableShape } from "../contract/tables.ts";
import { SCHEMA_VERSION } from "../schema/schema-version.ts";
import { hasColumn } from "../schema/table-shape.ts";
import type { Snapshot } from "../snapshot.ts";

interface TableManifest {
  readonly table: string;
  readonly rows: number;
  readonly maxIngestSeq: number | null;
  readonly digest: string;
}

/** Our own notes are no part of what a snapshot holds. */
const described: readonly TableShape[] = (storeTables as readonly TableShape[]).filter(
  (table) => !table.isRecord,
);

/**
 * A digest that does not depend on the order of the rows: two exact integer sums over the halves of each row's MD5.
 * (DuckDB's own `hash()` may change between versions; sums of integers do not depend on the thread count, R10.)
 */
const manifestOf = async (connection: DuckDBConnection, table: TableShape): Promise<TableManifest> => {
  const row = table.columns.map(([name]) => `coalesce("${name}"::VARCHAR, chr(1))`).join(", ");
  const sequence = hasColumn(table, "ingest_seq") ? "ingest_seq" : "NULL::INTEGER";
  const result = await connection.run(
    `SELECT count(*)::INTEGER, ${"max(ingest_seq)"},
       coalesce(sum(md5_number_upper(digested)), 0)::VARCHAR || '-' || coalesce(sum(md5_number_lower(digested)), 0)::VARCHAR
     FROM (SELECT concat_ws(chr(2), ${row}) AS digested, ${sequence} AS ingest_seq FROM "${table.name}")`,
  );
  const [rows, maxIngestSeq, digest] = (await result.getRows())[0] as [number, number | null, string];
  return { table: table.name, rows, maxIngestSeq, digest };
};

const newestKnown = async (connection: DuckDBConnection): Promise<number> => {
  const parts = described
    .filter((table) => hasColumn(table, "known_at"))
    .map((table) => `SELECT max(known_at) AS k FROM "${table.name}"`);
  const result = await connection.run(
    `SELECT coalesce(epoch_us(max(k))::DOUBLE, 0) FROM (${parts.join(" UNION ALL ")})`,
  );
  return (await result.getRows())[0]![0] as number;
};

/**
 * R11: names the content of the store by the SHA-256 of a canonical manifest, and records it. The name given by a
 * person is no part of it.
 */
export const takeSnapshot = async (
  connection: DuckDBConnection,
  name: string,
  isSynthetic: boolean,
): Promise<Snapshot> => {
  const tables: TableManifest[] = [];
  for (const table of described) tables.push(await manifestOf(connection, table));
  const manifest = JSON.stringify({ schemaVersion: SCHEMA_VERSION, tables });
  const id = createHash("sha256").update(manifest).digest("hex");
  const maxIngestSeq = Math.max(0, ...tables.map((table) => table.maxIngestSeq ?? 0));
  const knownTo = await newestKnown(connection);
  await connection.run(
    "INSERT INTO snapshots VALUES ($id, $name, $maxIngestSeq, make_timestamp($knownTo::BIGINT), $manifest, NULL, false)",
    { id, name, maxIngestSeq, knownTo, manifest },
  );
  return { id, name, maxIngestSeq, knownTo, isSynthetic };
};
