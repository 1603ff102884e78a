import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Database } from "../duckdb/open-database.ts";
import { isInvalidated } from "../duckdb/open-error.ts";
import { openRecovered, type RecoveryOptions } from "../recovery/open-recovered.ts";
import type { RecoveryReport } from "../recovery/recovery-report.ts";
import { batchProposalSchema, type Writer } from "./batch.ts";
import { batchIdOf, commitBatch } from "./commit-batch.ts";
import { nextIngestSeq } from "./next-ingest-seq.ts";
import { storeFolder } from "./store-folder.ts";

export interface OpenedWriter extends Writer {
  /** What was put in order on the way. */
  readonly recovery: RecoveryReport;
  /** For this zone's own transactions: snapshots, undo. */
  readonly database: Database;
}

/**
 * Opens a store for writing, after putting in order whatever a crash left behind. Fails with `missing`, `locked`
 * (others have it open; waits `lockWaitMs` for them first), `corrupt`, `newer-schema`, or `store-unavailable` when a
 * batch of an interrupted commit has to be made again and `reingest` is not given.
 */
export const openWriter = async (
  dir: string,
  options: RecoveryOptions = {},
): Promise<WireResult<OpenedWriter>> => {
  const folder = storeFolder(dir);
  const opened = await openRecovered(dir, options);
  if (!opened.ok) return opened;
  const { database, recovery } = opened.value;
  if (recovery.pending.length > 0) {
    database.close();
    return wireError(
      "store-unavailable",
      `The batch of ${recovery.pending[0]!.fileName} was interrupted and has to be read again first. Open the store once with asof import or the app.`,
    );
  }
  const { connection } = database;
  let isBroken = false;
  return wireOk({
    dir: folder.dir,
    connection,
    database,
    recovery,
    commit: async (input, apply, commitOptions) => {
      if (isBroken)
        return wireError(
          "store-unavailable",
          "The store has to be opened again after a fault. Try once more.",
        );
      const proposal = batchProposalSchema.parse(input);
      const ingestSeq = await nextIngestSeq(connection);
      const seat = { ingestSeq, batchId: batchIdOf(ingestSeq, proposal) };
      try {
        const committed = await commitBatch({ database, folder }, seat, proposal, apply, commitOptions);
        // After a full disk the instance may be past use; a new one replays its log.
        if (!committed.ok && committed.error.code === "no-space") isBroken = true;
        return committed;
      } catch (error) {
        if (isInvalidated(error)) isBroken = true;
        throw error;
      }
    },
    close: () => database.close(),
  });
};
