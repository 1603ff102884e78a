import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { type WireResult, wireError, wireOk } from "../wire/contract.ts";
import { AccessGate } from "./access-gate.ts";
import { CatalogCache } from "./catalog/catalog-cache.ts";
import { type Database, openDatabase } from "./duckdb/open-database.ts";
import { isLockError, messageOf } from "./duckdb/open-error.ts";
import { KeptPanels } from "./panel/kept-panels.ts";
import { listPinnedSnapshots } from "./panel/list-pinned.ts";
import { PanelFiles } from "./panel/panel-files.ts";
import { hasUnfinishedWork, pendingBatches } from "./recovery/find-unfinished.ts";
import type { RecoveryOptions } from "./recovery/open-recovered.ts";
import { LOCK_WAIT_MS } from "./recovery/open-replaying.ts";
import { recoverStore } from "./recovery/recover-store.ts";
import { emptyReport, type RecoveryReport } from "./recovery/recovery-report.ts";
import { checkSchemaVersion } from "./schema/check-schema-version.ts";
import type { Snapshot, SnapshotSource } from "./snapshot.ts";
import { findSnapshot } from "./snapshots/find-snapshot.ts";
import { type OpenedWriter, openWriter } from "./write/open-writer.ts";
import { type StoreFolder, storeFolder } from "./write/store-folder.ts";

/** An open store. One process opens a file once and shares this; the file behind it changes hands for a write. */
export interface Store {
  readonly dir: string;
  readonly path: string;
  /** The instance that is open at the moment. Prefer `read`: it waits for a write to end. */
  readonly database: Database;
  /** What is read when nobody asks for another: the newest. */
  readonly snapshot: Snapshot;
  readonly panels: KeptPanels;
  readonly catalogs: CatalogCache;
  /** What was found out of order when it was opened. */
  readonly recovery: RecoveryReport;
  /**
   * Answers from one snapshot (name, id or the beginning of one; null is the newest), on a connection of its own: a
   * connection streams one result at a time. Waits while the store is written. Not to be nested.
   */
  read<T>(
    snapshot: string | null,
    answer: (source: SnapshotSource) => Promise<WireResult<T>> | WireResult<T>,
  ): Promise<WireResult<T>>;
  /** Closes the file for reading, opens it for writing, changes it, and opens it for reading again. */
  write<T>(change: (writer: OpenedWriter) => Promise<WireResult<T>>): Promise<WireResult<T>>;
  close(): void;
}

export type OpenStoreError = "missing" | "locked" | "older-schema" | "newer-schema" | "corrupt" | "no-space";

export interface OpenOptions extends RecoveryOptions {
  /** Leaves the file as it is: a store of an earlier schema is then refused with `older-schema`. */
  readonly keepsSchema?: boolean;
}

/**
 * Opens the store in a folder for reading; several processes may do so at once. What a crash left behind is put in
 * order first, and a store of an earlier schema brought to this one, which needs the file for a moment alone. Fails with `missing`, `locked`, `newer-schema`, `corrupt` or
 * `no-space` and a sentence that says what to do.
 */
export const openStore = async (dir: string, options: OpenOptions = {}): Promise<WireResult<Store>> => {
  const folder = storeFolder(dir);
  const isThere = await stat(folder.database).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (!isThere)
    return wireError("missing", `There is no data store at ${folder.database}. Make or import one first.`);
  let recovery = emptyReport();
  if (await hasUnfinishedWork(folder)) {
    const recovered = await recoverStore(dir, options);
    if (!recovered.ok) return recovered;
    recovery = recovered.value;
  }
  let opened = await openForReading(folder, options.lockWaitMs);
  if (!opened.ok && opened.error.code === "older-schema" && !options.keepsSchema) {
    const migrated = await recoverStore(dir, options);
    if (!migrated.ok) return migrated;
    opened = await openForReading(folder, options.lockWaitMs);
  }
  if (!opened.ok) return opened;
  const pending = await pendingBatches(folder, opened.value.database.connection);
  if (pending.length > 0 && options.reingest) {
    opened.value.database.close();
    const recovered = await recoverStore(dir, options);
    if (!recovered.ok) return recovered;
    recovery = recovered.value;
    opened = await openForReading(folder, options.lockWaitMs);
    if (!opened.ok) return opened;
  } else if (recovery.pending.length === 0) recovery.pending.push(...pending);
  return wireOk(makeStore(folder, opened.value, recovery, options));
};

interface OpenedForReading {
  readonly database: Database;
  readonly snapshot: Snapshot;
}

const LOCK_RETRY_MS = 100;

const openForReading = async (
  folder: StoreFolder,
  lockWaitMs = LOCK_WAIT_MS,
): Promise<WireResult<OpenedForReading>> => {
  for (let waited = 0; ; waited += LOCK_RETRY_MS) {
    let database: Database | undefined;
    try {
      database = await openDatabase(folder.database, "read-only");
      const { connection } = database;
      const schema = await checkSchemaVersion(connection, folder.database);
      const snapshot = schema.ok ? await findSnapshot(connection, null) : schema;
      if (snapshot.ok) return wireOk({ database, snapshot: snapshot.value });
      database.close();
      return snapshot.error.code === "unknown-snapshot"
        ? wireError("corrupt", `The data store ${folder.database} has lost its snapshots.`)
        : snapshot;
    } catch (error) {
      database?.close();
      if (!isLockError(error)) return corrupt(folder, error);
      if (waited >= lockWaitMs) return locked(folder);
      await wait(LOCK_RETRY_MS);
    }
  }
};

const locked = (folder: StoreFolder): WireResult<never> =>
  wireError(
    "locked",
    `The data store ${folder.database} is being written by another process. Try again when it is done.`,
  );

const corrupt = (folder: StoreFolder, error: unknown): WireResult<never> =>
  wireError(
    "corrupt",
    `The data store ${folder.database} cannot be read. Make it again, or restore a backup with asof restore. (${messageOf(error)})`,
  );

const makeStore = (
  folder: StoreFolder,
  first: OpenedForReading,
  recovery: RecoveryReport,
  options: RecoveryOptions,
): Store => {
  const gate = new AccessGate();
  let current: OpenedForReading | undefined = first;
  let snapshot = first.snapshot;
  let isClosed = false;

  const reopen = async (): Promise<WireResult<OpenedForReading>> => {
    if (isClosed) return wireError("store-unavailable", "The data store was closed.");
    if (current) return wireOk(current);
    const opened = await openForReading(folder, options.lockWaitMs);
    if (!opened.ok) return wireError("store-unavailable", opened.error.message);
    current = opened.value;
    snapshot = current.snapshot;
    return opened;
  };

  const read: Store["read"] = (wanted, answer) =>
    gate.read(async () => {
      const opened = await reopen();
      if (!opened.ok) return opened;
      const connection = await opened.value.database.instance.connect();
      try {
        const found = wanted === null ? wireOk(snapshot) : await findSnapshot(connection, wanted);
        return found.ok ? await answer({ connection, snapshot: found.value }) : found;
      } finally {
        connection.closeSync();
      }
    });

  const listPinned = async (): Promise<readonly string[]> => {
    const pinned = await read(null, async (source) => wireOk(await listPinnedSnapshots(source)));
    // Not knowing which are pinned, none may go.
    if (!pinned.ok) throw new Error(pinned.error.message);
    return pinned.value;
  };

  return {
    dir: folder.dir,
    path: folder.database,
    get database() {
      if (!current) throw new Error("The data store is being written.");
      return current.database;
    },
    get snapshot() {
      return snapshot;
    },
    panels: new KeptPanels(new PanelFiles(folder.dir, { listPinned })),
    catalogs: new CatalogCache(folder.catalogs),
    recovery,
    read,
    write: (change) =>
      gate.change(async () => {
        if (isClosed) return wireError("store-unavailable", "The data store was closed.");
        current?.database.close();
        current = undefined;
        try {
          const writer = await openWriter(folder.dir, options);
          if (!writer.ok) return writer;
          try {
            return await change(writer.value);
          } finally {
            writer.value.close();
          }
        } finally {
          await reopen();
        }
      }),
    close: () => {
      isClosed = true;
      current?.database.close();
      current = undefined;
    },
  };
};
