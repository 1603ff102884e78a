import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { Database } from "../duckdb/open-database.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { checkSchemaVersion } from "../schema/check-schema-version.ts";
import type { ApplyBatch } from "../write/batch.ts";
import { commitBatch } from "../write/commit-batch.ts";
import { type JournalEntry, removeJournalEntry, writeJournalEntry } from "../write/journal.ts";
import { type StoreFolder, storeFolder } from "../write/store-folder.ts";
import { undoRows } from "../write/undo-rows.ts";
import { leftoverLogs, openReplaying } from "./open-replaying.ts";
import { emptyReport, type RecoveryReport } from "./recovery-report.ts";
import { settleJournal } from "./settle-journal.ts";

/**
 * Prepares a batch once more, from its kept source, with the mapping and the arrival of its entry. The store is
 * closed meanwhile, so that it can be read. What it returns puts the same rows in again.
 */
export type Reingest = (dir: string, entry: JournalEntry) => Promise<WireResult<ApplyBatch>>;

export interface RecoveryOptions {
  readonly reingest?: Reingest;
  readonly lockWaitMs?: number;
}

/** A batch that ended the process this often is not begun again by itself. */
const MAX_ATTEMPTS = 3;

/** Opens for writing and puts in order what a crash left behind. */
export const openRecovered = async (
  dir: string,
  options: RecoveryOptions = {},
): Promise<WireResult<{ readonly database: Database; readonly recovery: RecoveryReport }>> => {
  const folder = storeFolder(dir);
  const recovery = emptyReport();
  const open = () =>
    openReplaying(folder, {
      ...(options.lockWaitMs === undefined ? {} : { lockWaitMs: options.lockWaitMs }),
      onDamagedLog: (name) => recovery.quarantinedLogs.push(name),
    });

  const hadLog = (await leftoverLogs(folder)).length > 0;
  let opened = await open();
  if (!opened.ok) return opened;
  const schema = await checkSchemaVersion(opened.value.connection, folder.database);
  if (!schema.ok) {
    opened.value.close();
    return schema;
  }
  if (hadLog) await opened.value.connection.run("CHECKPOINT");
  const missing = await settleJournal(opened.value.connection, folder, recovery);
  for (const [at, entry] of missing.entries()) {
    const name = { batchId: entry.batchId, fileName: entry.proposal.fileName };
    const giveUp = async (reason: string) => {
      recovery.lost.push({ ...name, reason });
      await removeJournalEntry(folder.journal, entry.ingestSeq);
    };
    if (entry.attempts >= MAX_ATTEMPTS) {
      await giveUp(`it was begun ${MAX_ATTEMPTS + 1} times and ended the program each time.`);
      continue;
    }
    if (entry.proposal.undoes === null && !options.reingest) {
      const waiting = missing.slice(at);
      recovery.pending.push(
        ...waiting.map(({ batchId, proposal }) => ({ batchId, fileName: proposal.fileName })),
      );
      break;
    }
    await writeJournalEntry(folder.journal, { ...entry, attempts: entry.attempts + 1 });
    opened.value.close();
    const apply = await prepareAgain(dir, entry, options.reingest);
    opened = await open();
    if (!opened.ok) return opened;
    if (!apply.ok) {
      await giveUp(apply.error.message);
      continue;
    }
    const outcome = await commitAgain(opened.value, folder, entry, apply.value);
    if (outcome.ok) recovery.reingested.push({ ...name, isSame: outcome.value });
    else if (outcome.error.code === "no-space") {
      opened.value.close();
      return outcome;
    } else await giveUp(outcome.error.message);
  }
  return wireOk({ database: opened.value, recovery });
};

const prepareAgain = async (
  dir: string,
  entry: JournalEntry,
  reingest: Reingest | undefined,
): Promise<WireResult<ApplyBatch>> => {
  const { undoes } = entry.proposal;
  if (undoes !== null) return wireOk((connection, seat) => undoRows(connection, seat, undoes));
  try {
    return await reingest!(dir, entry);
  } catch (error) {
    return { ok: false, error: { code: "internal", message: `${String(error)}.` } };
  }
};

/** Whether the rows are the same as the first time; null when that is not known. */
const commitAgain = async (
  { connection }: Database,
  folder: StoreFolder,
  { ingestSeq, batchId, proposal, tables, attempts }: JournalEntry,
  apply: ApplyBatch,
): Promise<WireResult<boolean | null>> => {
  try {
    const options = { attempts: attempts + 1 };
    const again = await commitBatch({ connection, folder }, { ingestSeq, batchId }, proposal, apply, options);
    if (!again.ok) return again;
    return wireOk(tables === null ? null : JSON.stringify(tables) === JSON.stringify(again.value.tables));
  } catch (error) {
    return { ok: false, error: { code: "internal", message: `${String(error)}.` } };
  }
};

/** Which commits the database holds. */
export const committedSeqs = async (database: Database): Promise<Set<number>> => {
  const rows = await readRows(database.connection, { sql: "SELECT ingest_seq FROM batches" }, { seq: "int" });
  return new Set(rows.map(({ seq }) => seq));
};
