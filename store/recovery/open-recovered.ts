import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Database } from "../duckdb/open-database.ts";
import { checkSchemaVersion } from "../schema/check-schema-version.ts";
import { migrateSchema } from "../schema/migrate-schema.ts";
import type { ApplyBatch } from "../write/batch.ts";
import { commitBatch } from "../write/commit-batch.ts";
import { isDiskFull, noSpace } from "../write/free-space.ts";
import { type JournalEntry, journalPath, writeJournalEntry } from "../write/journal.ts";
import { type StoreFolder, storeFolder } from "../write/store-folder.ts";
import { undoRows } from "../write/undo-rows.ts";
import { clearStaging } from "./clear-staging.ts";
import { leftoverLogs, openReplaying } from "./open-replaying.ts";
import { putAside } from "./put-aside.ts";
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

/** Opens for writing, puts in order what a crash left behind, and brings an earlier schema to this one. */
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
  const opened = await open();
  if (!opened.ok) return opened;
  let database = opened.value;
  await migrateSchema(database.connection);
  const schema = await checkSchemaVersion(database.connection, folder.database);
  if (!schema.ok) {
    database.close();
    return schema;
  }
  if (hadLog) {
    const checkpointed = await checkpoint(database, folder);
    if (!checkpointed.ok) return checkpointed;
  }
  const { missing, settled } = await settleJournal(database.connection, folder, recovery);
  for (const [at, entry] of missing.entries()) {
    const outcome = await takeInAgain(entry, options.reingest, {
      dir,
      database,
      folder,
      reopen: open,
    });
    if (!outcome.ok) return outcome;
    database = outcome.value.database;
    const name = { batchId: entry.batchId, fileName: entry.proposal.fileName };
    const { result } = outcome.value;
    if (result.ok) recovery.reingested.push({ ...name, isSame: result.value });
    else if (mayPass.has(result.error.code)) {
      // The later ones build on this one.
      for (const { batchId, proposal } of missing.slice(at))
        recovery.pending.push({ batchId, fileName: proposal.fileName });
      break;
    } else {
      recovery.lost.push({ ...name, reason: result.error.message });
      await putAside(journalPath(folder.journal, entry.ingestSeq), folder.damaged);
    }
  }
  await clearStaging(folder.staging, settled, Date.now());
  return wireOk({ database, recovery });
};

/** Moves what the log held to its place, so that readers need not replay it. */
const checkpoint = async (database: Database, folder: StoreFolder): Promise<WireResult<null>> => {
  try {
    await database.connection.run("CHECKPOINT");
    return wireOk(null);
  } catch (error) {
    database.close();
    if (isDiskFull(error)) return noSpace(folder.dir, "the last changes cannot be moved to their place");
    throw error;
  }
};

/** Failures of the moment: the batch waits for another try. Any other is for good. */
const mayPass: ReadonlySet<string> = new Set([
  "waiting",
  "no-space",
  "locked",
  "cancelled",
  "store-unavailable",
]);

interface Workplace {
  readonly dir: string;
  readonly database: Database;
  readonly folder: StoreFolder;
  reopen(): Promise<WireResult<Database>>;
}

/** The result says whether the rows are the same as the first time, null when that is not known. */
const takeInAgain = async (
  entry: JournalEntry,
  reingest: Reingest | undefined,
  { dir, database, folder, reopen }: Workplace,
): Promise<WireResult<{ readonly database: Database; readonly result: WireResult<boolean | null> }>> => {
  if (entry.attempts >= MAX_ATTEMPTS) {
    const message = `it was begun ${MAX_ATTEMPTS + 1} times and ended the program each time.`;
    return wireOk({ database, result: wireError("gave-up", message) });
  }
  if (entry.proposal.undoes === null && !reingest)
    return wireOk({ database, result: wireError("waiting", "Nobody here can read files.") });
  await writeJournalEntry(folder.journal, { ...entry, attempts: entry.attempts + 1 });
  database.close();
  const apply = await prepareAgain(dir, entry, reingest);
  const reopened = await reopen();
  if (!reopened.ok) return reopened;
  const result = apply.ok ? await commitAgain(reopened.value, folder, entry, apply.value) : apply;
  // It did not end the program, so it does not count as an attempt.
  if (!result.ok) await writeJournalEntry(folder.journal, entry);
  return wireOk({ database: reopened.value, result });
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

const commitAgain = async (
  database: Database,
  folder: StoreFolder,
  { ingestSeq, batchId, proposal, tables, attempts }: JournalEntry,
  apply: ApplyBatch,
): Promise<WireResult<boolean | null>> => {
  try {
    const options = { attempts: attempts + 1 };
    const again = await commitBatch({ database, folder }, { ingestSeq, batchId }, proposal, apply, options);
    if (!again.ok) return again;
    return wireOk(tables === null ? null : JSON.stringify(tables) === JSON.stringify(again.value.tables));
  } catch (error) {
    return { ok: false, error: { code: "internal", message: `${String(error)}.` } };
  }
};
