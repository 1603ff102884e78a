import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableShape } from "../contract/tables.ts";
import { sqlTypes } from "../schema/data-definition.ts";
import { digestRows, type RowsDigest } from "../snapshots/digest-rows.ts";
import { describedTables } from "../snapshots/manifest.ts";
import type { ApplyBatch, BatchSeat } from "../write/batch.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import { type StagedBatch, stagedFolder } from "./staged-batch.ts";

/** From so many rows on, a part is digested from its file while it goes in: neither use of the cores waits then. */
const ROWS_TO_DIGEST_BESIDE = 500_000;

/** Puts the rows of a staged batch into the tables, with what was found and what was kept out. */
export const applyStaged =
  (storeDir: string, staged: StagedBatch, rowsToDigestBeside = ROWS_TO_DIGEST_BESIDE): ApplyBatch =>
  async (connection, seat, beside) => {
    const { source } = staged.mapping;
    await connection.run(
      `INSERT INTO sources SELECT $id, $label, $licence, false, ${seat.ingestSeq}
       WHERE NOT EXISTS (SELECT 1 FROM sources WHERE source_id = $id)`,
      { id: source.id, label: source.label, licence: source.licence },
    );
    const digests = new Map<string, RowsDigest>();
    for (const part of staged.tables) {
      const rows = givenRows(storeDir, staged, seat, part);
      const table = describedTables.find(({ name }) => name === part.table);
      const isAll = staged.tables.filter((other) => other.table === part.table).length === 1;
      if (table && isAll && part.rows >= rowsToDigestBeside)
        digests.set(table.name, await insertDigested(connection, beside, table, rows));
      else await connection.run(insertSql(rows));
    }
    await insertChecks(connection, staged, seat);
    const { rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined } = staged.report;
    return { rowsIn, rowsOk: rowsAdded + rowsRevised, rowsUnchanged, rowsQuarantined, digests };
  };

/** A part's rows, and the columns of its table that are known of them, in SQL. */
interface GivenRows {
  readonly table: string;
  readonly from: string;
  readonly values: ReadonlyMap<string, string>;
}

const givenRows = (
  storeDir: string,
  staged: StagedBatch,
  { batchId, ingestSeq }: BatchSeat,
  { table, file, columns }: StagedBatch["tables"][number],
): GivenRows => {
  const path = join(stagedFolder(storeDir, staged.stagedId), file);
  const values = new Map(columns.map((name) => [name, identifier(name)]));
  values.set("batch_id", literal(batchId));
  if (table !== "quarantine") {
    values.set("source_id", literal(staged.mapping.source.id));
    values.set("ingest_seq", String(ingestSeq));
  }
  return { table, from: `read_parquet(${literal(path)})`, values };
};

const insertSql = ({ table, from, values }: GivenRows): string =>
  `INSERT INTO ${identifier(table)} (${[...values.keys()].map(identifier).join(", ")}) SELECT ${[...values.values()].join(", ")} FROM ${from}`;

/**
 * Digests rows on `beside` while they go in. The digest names what was handed over; that this is what the table holds
 * from then on is for whoever verifies a snapshot to find, by the table itself.
 */
const insertDigested = async (
  connection: DuckDBConnection,
  beside: DuckDBConnection,
  table: TableShape,
  rows: GivenRows,
): Promise<RowsDigest> => {
  const failures: unknown[] = [];
  const orStop = <T>(work: Promise<T>, other: DuckDBConnection): Promise<T | undefined> =>
    work.catch((error) => {
      failures.push(error);
      other.interrupt();
      return undefined;
    });
  const [digested] = await Promise.all([
    orStop(digestRows(beside, table, tableRowsSql(table, rows)), connection),
    orStop(connection.run(insertSql(rows)), beside),
  ]);
  if (failures.length > 0) throw failures[0];
  return digested!;
};

/** The rows as the table will hold them, without the number that all of a batch share. */
const tableRowsSql = ({ columns }: TableShape, { from, values }: GivenRows): string => {
  const held = columns
    .filter(([name]) => name !== "ingest_seq")
    .map(([name, type]) => `(${values.get(name) ?? "NULL"})::${sqlTypes[type]} AS ${identifier(name)}`);
  return `SELECT ${held.join(", ")} FROM ${from}`;
};

const insertChecks = async (
  connection: DuckDBConnection,
  { report }: StagedBatch,
  { batchId }: BatchSeat,
): Promise<void> => {
  for (const { check, severity, rows, reason, examples } of report.checks) {
    await connection.run(
      `INSERT INTO checks VALUES ($batchId, $check, $severity, ${rows}, ${examples[0]?.line ?? "NULL"}, $reason)`,
      { batchId, check, severity, reason },
    );
  }
};
