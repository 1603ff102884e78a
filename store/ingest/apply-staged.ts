import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ApplyBatch, BatchSeat } from "../write/batch.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import { type StagedBatch, stagedFolder } from "./staged-batch.ts";

/** Puts the rows of a staged batch into the tables, with what was found and what was kept out. */
export const applyStaged =
  (storeDir: string, staged: StagedBatch): ApplyBatch =>
  async (connection, seat) => {
    const { source } = staged.mapping;
    await connection.run(
      `INSERT INTO sources SELECT $id, $label, $licence, false, ${seat.ingestSeq}
       WHERE NOT EXISTS (SELECT 1 FROM sources WHERE source_id = $id)`,
      { id: source.id, label: source.label, licence: source.licence },
    );
    for (const part of staged.tables) await insertPart(connection, storeDir, staged, seat, part);
    await insertChecks(connection, staged, seat);
    const { rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined } = staged.report;
    return { rowsIn, rowsOk: rowsAdded + rowsRevised, rowsUnchanged, rowsQuarantined };
  };

const insertPart = async (
  connection: DuckDBConnection,
  storeDir: string,
  staged: StagedBatch,
  { batchId, ingestSeq }: BatchSeat,
  { table, file, columns }: StagedBatch["tables"][number],
): Promise<void> => {
  const path = join(stagedFolder(storeDir, staged.stagedId), file);
  const given: readonly (readonly [string, string])[] =
    table === "quarantine"
      ? [["batch_id", literal(batchId)]]
      : [
          ["source_id", literal(staged.mapping.source.id)],
          ["batch_id", literal(batchId)],
          ["ingest_seq", String(ingestSeq)],
        ];
  const names = [...columns, ...given.map(([name]) => name)].map(identifier).join(", ");
  const values = [...columns.map(identifier), ...given.map(([, sql]) => sql)].join(", ");
  await connection.run(
    `INSERT INTO ${identifier(table)} (${names}) SELECT ${values} FROM read_parquet(${literal(path)})`,
  );
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
