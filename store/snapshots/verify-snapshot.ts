import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../duckdb/read-columns.ts";
import { hasColumn } from "../schema/table-shape.ts";
import type { Snapshot } from "../snapshot.ts";
import { digestRows, rowsOfBatch } from "./digest-rows.ts";
import { type BatchDigest, describedTables, manifestOf, readBatchDigests } from "./manifest.ts";

export interface SnapshotCheck {
  /** The id that the rows give, as they are now. */
  readonly id: string;
  readonly isSame: boolean;
  /** What differs, one sentence each. */
  readonly faults: readonly string[];
}

/**
 * R11: computes a snapshot's id once more from the rows themselves, not from what the commits noted, and says which
 * batch and table differ when it is another. Reads every row once.
 */
export const verifySnapshot = async (
  connection: DuckDBConnection,
  snapshot: Snapshot,
  onProgress: (table: string) => void = () => {},
): Promise<SnapshotCheck> => {
  const recorded = new Map(
    (await readBatchDigests(connection, snapshot.maxIngestSeq)).map((digest) => [nameOf(digest), digest]),
  );
  const found: BatchDigest[] = [];
  const faults: string[] = [];
  const commits = await commitsByTable(connection, snapshot.maxIngestSeq);
  for (const table of describedTables) {
    onProgress(table.name);
    for (const seq of commits.get(table.name) ?? []) {
      const { rows, digest, hasDuplicates } = await digestRows(connection, table, rowsOfBatch(table, seq));
      found.push({ ingestSeq: seq, table: table.name, rows, digest });
      if (hasDuplicates) faults.push(`Batch ${seq} has two rows of ${table.name} with one key.`);
    }
  }
  for (const digest of found) {
    const expected = recorded.get(nameOf(digest));
    recorded.delete(nameOf(digest));
    const { ingestSeq, table } = digest;
    if (!expected) faults.push(`Batch ${ingestSeq} has rows of ${table} that no commit recorded.`);
    else if (expected.rows !== digest.rows)
      faults.push(`Batch ${ingestSeq} has ${digest.rows} rows of ${table}, ${expected.rows} were committed.`);
    else if (expected.digest !== digest.digest)
      faults.push(`Rows of ${table} of batch ${ingestSeq} are not those that were committed.`);
  }
  for (const { ingestSeq, table, rows } of recorded.values())
    faults.push(`Batch ${ingestSeq} has no rows of ${table}, ${rows} were committed.`);
  const { id } = manifestOf(found);
  return { id, isSame: id === snapshot.id, faults };
};

/** Which batches have rows in which table, as the rows say. */
const commitsByTable = async (
  connection: DuckDBConnection,
  maxIngestSeq: number,
): Promise<ReadonlyMap<string, readonly number[]>> => {
  const parts = describedTables
    .filter((shape) => hasColumn(shape, "ingest_seq"))
    .map(({ name }) => `SELECT DISTINCT '${name}' AS t, ingest_seq FROM "${name}"`);
  const rows = await readRows(
    connection,
    {
      sql: `SELECT t, ingest_seq FROM (${parts.join(" UNION ALL ")}) WHERE ingest_seq <= ${maxIngestSeq} ORDER BY 1, 2`,
    },
    { table: "text", seq: "int" },
  );
  const commits = new Map<string, number[]>();
  for (const { table, seq } of rows) {
    const known = commits.get(table);
    if (known) known.push(seq);
    else commits.set(table, [seq]);
  }
  return commits;
};

const nameOf = ({ ingestSeq, table }: BatchDigest): string => `${ingestSeq} ${table}`;
