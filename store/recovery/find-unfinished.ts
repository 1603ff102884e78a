import type { DuckDBConnection } from "@duckdb/node-api";
import { readJournal } from "../write/journal.ts";
import { nextIngestSeq } from "../write/next-ingest-seq.ts";
import type { StoreFolder } from "../write/store-folder.ts";
import { leftoverLogs } from "./open-replaying.ts";
import type { NamedBatch } from "./recovery-report.ts";

/** Whether somebody wrote this store and did not come to the end: it ends with a checkpoint, which empties the log. */
export const hasUnfinishedWork = async (folder: StoreFolder): Promise<boolean> =>
  (await leftoverLogs(folder)).length > 0;

/** Batches that were begun and are not in the database. */
export const pendingBatches = async (
  folder: StoreFolder,
  connection: DuckDBConnection,
): Promise<NamedBatch[]> => {
  const { entries } = await readJournal(folder.journal, (await nextIngestSeq(connection)) - 1);
  return entries.map(({ batchId, proposal }) => ({ batchId, fileName: proposal.fileName }));
};
