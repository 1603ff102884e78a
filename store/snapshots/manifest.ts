import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { storeTables, type TableShape } from "../contract/tables.ts";
import { readRows } from "../duckdb/read-columns.ts";

/** Our own notes are no part of what a snapshot holds. */
export const describedTables: readonly TableShape[] = (storeTables as readonly TableShape[]).filter(
  (table) => !table.isRecord,
);

/** The schema whose tables every manifest names; what later ones added is named where it holds rows. */
const MANIFEST_SCHEMA = 2;

/** What one batch gave one table. */
export interface BatchDigest {
  readonly ingestSeq: number;
  readonly table: string;
  readonly rows: number;
  readonly digest: string;
}

export interface Manifest {
  /** Canonical JSON. */
  readonly text: string;
  /** Its SHA-256, hex: the snapshot's id. */
  readonly id: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * R11: names what the batches up to one commit gave the store. A table's digest is the SHA-256 of its batches' lines
 * "ingest_seq rows digest", in the order of the commits; the calendars, by which everything is dated, are named once
 * more as the calendar version.
 */
export const manifestOf = (digests: readonly BatchDigest[]): Manifest => {
  const tables = describedTables.flatMap(({ name, added }) => {
    const parts = digests
      .filter((digest) => digest.table === name)
      .toSorted((a, b) => a.ingestSeq - b.ingestSeq);
    if (added === "table" && parts.length === 0) return [];
    const described = {
      table: name,
      rows: parts.reduce((sum, part) => sum + part.rows, 0),
      maxIngestSeq: parts.at(-1)?.ingestSeq ?? 0,
      digest: sha256(parts.map((part) => `${part.ingestSeq} ${part.rows} ${part.digest}\n`).join("")),
    };
    return [described];
  });
  const calendarVersion = tables.find(({ table }) => table === "calendars")?.digest ?? "";
  const text = JSON.stringify({ schemaVersion: MANIFEST_SCHEMA, calendarVersion, tables });
  return { text, id: sha256(text) };
};

/** The digests that the commits up to `maxIngestSeq` recorded. */
export const readBatchDigests = (
  connection: DuckDBConnection,
  maxIngestSeq: number,
): Promise<BatchDigest[]> =>
  readRows(
    connection,
    {
      sql: `SELECT ingest_seq, table_name, rows, digest FROM batch_digests
            WHERE ingest_seq <= ${maxIngestSeq} ORDER BY ingest_seq, table_name`,
    },
    { ingestSeq: "int", table: "text", rows: "int", digest: "text" },
  );
