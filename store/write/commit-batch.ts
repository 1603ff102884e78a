import type { DuckDBConnection } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Database } from "../duckdb/open-database.ts";
import { isInterrupted } from "../duckdb/open-error.ts";
import { digestBatch, recordBatchDigests } from "../snapshots/record-batch-digests.ts";
import { recordSnapshot } from "../snapshots/record-snapshot.ts";
import type {
  AppliedBatch,
  ApplyBatch,
  BatchProposal,
  BatchSeat,
  CommitOptions,
  CommittedBatch,
} from "./batch.ts";
import { checkFreeSpace, isDiskFull, noSpace } from "./free-space.ts";
import { beginEntry, removeJournalEntry, writeJournalEntry } from "./journal.ts";
import type { StoreFolder } from "./store-folder.ts";

export interface CommitPlace {
  readonly database: Database;
  readonly folder: StoreFolder;
}

/** Readable, and the same on every machine that takes in the same files in the same order. */
export const batchIdOf = (ingestSeq: number, proposal: BatchProposal): string =>
  proposal.undoes === null
    ? `batch-${ingestSeq}-${proposal.sha256.slice(0, 12)}`
    : `batch-${ingestSeq}-undoes-${/^batch-(\d+)/.exec(proposal.undoes)?.[1] ?? proposal.undoes}`;

/**
 * How a batch becomes durable: a note of it, synced; one transaction with its rows, its digests and its snapshot; a
 * checkpoint; a note that it is in. Only then it is acknowledged. Any step may be the last: see recovery.
 */
export const commitBatch = async (
  { database: { connection, instance }, folder }: CommitPlace,
  seat: BatchSeat,
  proposal: BatchProposal,
  apply: ApplyBatch,
  { onProgress, signal, estimatedBytes, attempts = 0 }: CommitOptions & { readonly attempts?: number } = {},
): Promise<WireResult<CommittedBatch>> => {
  const space = await checkFreeSpace(folder.dir, estimatedBytes);
  if (!space.ok) return space;
  const entry = beginEntry(seat.ingestSeq, seat.batchId, proposal, attempts);
  const beside = await instance.connect();
  const interrupt = () => {
    connection.interrupt();
    beside.interrupt();
  };
  signal?.addEventListener("abort", interrupt);
  let committed: CommittedBatch;
  try {
    await writeJournalEntry(folder.journal, entry);
    await connection.run("BEGIN");
    signal?.throwIfAborted();
    onProgress?.("applying");
    const applied = await apply(connection, seat, beside);
    signal?.throwIfAborted();
    onProgress?.("digesting");
    committed = await describeBatch(connection, seat, proposal, applied);
    signal?.throwIfAborted();
    onProgress?.("committing");
    // From here on the batch is in, whatever happens next.
    signal?.removeEventListener("abort", interrupt);
    await connection.run("COMMIT");
  } catch (error) {
    await connection.run("ROLLBACK").catch(() => {});
    await removeJournalEntry(folder.journal, seat.ingestSeq).catch(() => {});
    if (isDiskFull(error)) return noSpace(folder.dir, "the disk is full");
    if (signal?.aborted || isInterrupted(error))
      return wireError("cancelled", "The batch was cancelled. Nothing of it was taken in.");
    throw error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    beside.closeSync();
  }
  onProgress?.("checkpointing");
  try {
    await connection.run("CHECKPOINT");
    await writeJournalEntry(folder.journal, { ...entry, state: "committed", tables: [...committed.tables] });
  } catch (error) {
    if (isDiskFull(error))
      return noSpace(folder.dir, "the rows are in, and will be moved to their place once there is room");
    throw error;
  }
  return wireOk(committed);
};

/** The notes that go in with the rows: batch, digests, snapshot. */
const describeBatch = async (
  connection: DuckDBConnection,
  { ingestSeq, batchId }: BatchSeat,
  proposal: BatchProposal,
  { digests: made, ...counts }: AppliedBatch,
): Promise<CommittedBatch> => {
  const { sourceId, fileName, sha256, mapping, arrivedAt, undoes } = proposal;
  const arrived = arrivedAt === null ? "NULL" : `make_timestamp(${arrivedAt}::BIGINT)`;
  await connection.run(
    `INSERT INTO batches VALUES ($batchId, $sourceId, ${ingestSeq}, $fileName, $sha256, $mapping, ${arrived},
       ${counts.rowsIn}, ${counts.rowsOk}, ${counts.rowsUnchanged}, ${counts.rowsQuarantined}, 'committed', $undoes)`,
    { batchId, sourceId, fileName, sha256, mapping, undoes },
  );
  const digests = await digestBatch(connection, ingestSeq, made);
  await recordBatchDigests(connection, digests);
  const snapshot = await recordSnapshot(connection, {
    name: proposal.snapshotName ?? `batch ${ingestSeq}`,
    maxIngestSeq: ingestSeq,
    createdAt: arrivedAt,
  });
  return {
    ingestSeq,
    batchId,
    snapshotId: snapshot.id,
    snapshotName: snapshot.name,
    counts,
    tables: digests.map(({ table, rows, digest }) => ({ table, rows, digest })),
  };
};
