import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { type Database, openDatabase } from "../duckdb/open-database.ts";
import { isLockError, messageOf } from "../duckdb/open-error.ts";
import { isDiskFull, noSpace } from "../write/free-space.ts";
import type { StoreFolder } from "../write/store-folder.ts";
import { putAside } from "./put-aside.ts";

/** How long a writer waits for readers to go, when nothing else is said. */
export const LOCK_WAIT_MS = 5_000;
const LOCK_RETRY_MS = 100;

/** Bounds the memory of a writer: its sorts and joins go to the disk beyond it. */
const WRITER_MEMORY = "1GB";

/** The log, and what a checkpoint that was interrupted may have left beside it. */
export const leftoverLogs = async (folder: StoreFolder): Promise<string[]> => {
  const prefix = `${basename(folder.database)}.`;
  const names = await readdir(dirname(folder.database)).catch(() => [] as string[]);
  const logs: string[] = [];
  for (const name of names.sort()) {
    if (!name.startsWith(prefix) || !name.includes("wal")) continue;
    const path = join(folder.dir, name);
    const size = await stat(path).then(
      (entry) => entry.size,
      () => 0,
    );
    if (size > 0) logs.push(path);
  }
  return logs;
};

/**
 * Opens the file for writing, which replays a log that was left behind. A log that cannot be replayed is put aside
 * and the last checkpoint opened; `onDamagedLog` hears its new name.
 */
export const openReplaying = async (
  folder: StoreFolder,
  { lockWaitMs = LOCK_WAIT_MS, onDamagedLog }: { lockWaitMs?: number; onDamagedLog: (name: string) => void },
): Promise<WireResult<Database>> => {
  const first = await openWaiting(folder, lockWaitMs);
  if (first.ok || first.error.code !== "corrupt") return first;
  const logs = await leftoverLogs(folder);
  if (logs.length === 0) return first;
  for (const log of logs) onDamagedLog(await putAside(log, folder.damaged));
  return openWaiting(folder, lockWaitMs);
};

const openWaiting = async (folder: StoreFolder, lockWaitMs: number): Promise<WireResult<Database>> => {
  const isThere = await stat(folder.database).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isThere)
    return wireError("missing", `There is no data store at ${folder.database}. Make or import one first.`);
  for (let waited = 0; ; waited += LOCK_RETRY_MS) {
    try {
      return wireOk(await openWritable(folder));
    } catch (error) {
      if (isLockError(error)) {
        if (waited >= lockWaitMs) return locked(folder);
        await wait(LOCK_RETRY_MS);
      } else if (isDiskFull(error)) {
        return noSpace(folder.dir, "the disk is full");
      } else {
        return wireError(
          "corrupt",
          `The data store ${folder.database} cannot be read. Restore a backup with asof restore. (${messageOf(error)})`,
        );
      }
    }
  }
};

/** A file that opens may still be unreadable: its notes are read before it counts as open. */
const openWritable = async (folder: StoreFolder): Promise<Database> => {
  const database = await openDatabase(folder.database, "read-write", {
    readableDirs: [folder.staging],
    memoryLimit: WRITER_MEMORY,
  });
  try {
    await database.connection.run("SELECT count(*) FROM meta");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const locked = (folder: StoreFolder): WireResult<never> =>
  wireError(
    "locked",
    `The data store ${folder.database} is in use by another process. Close the Asof app, or end the other asof command, then try again.`,
  );
