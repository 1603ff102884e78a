import { copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { messageOf } from "../duckdb/open-error.ts";
import { fileSha256 } from "../file-sha256.ts";
import { openStore } from "../open-store.ts";
import { STORE_FILE } from "../schema/schema-version.ts";
import type { Snapshot } from "../snapshot.ts";
import { syncFolder, writeDurably } from "../write/durable-file.ts";
import { checkFreeSpace, isDiskFull, noSpace } from "../write/free-space.ts";
import { storeFolder } from "../write/store-folder.ts";
import { BACKUP_MANIFEST, type BackupManifest } from "./backup-manifest.ts";
import { copyElsewhere } from "./copy-elsewhere.ts";
import { exists, giveUp } from "./half-made.ts";
import { verifyBackup } from "./verify-backup.ts";

export interface BackupMade {
  readonly path: string;
  readonly snapshot: { readonly id: string; readonly name: string };
  readonly files: number;
  readonly bytes: number;
}

/** What can be computed again is left out: panels, catalogs, staging. */
const keptFolders = ["sources", "journal", "mappings"] as const;

/**
 * Copies a store to a folder that must not exist yet: database, kept sources, journal and mappings, as they are at
 * one moment (others may read meanwhile, nobody writes). The copy is read back and its rows are digested before it
 * gets its name, so that a folder of that name is a good backup. Fails with `exists`, `no-space`, or as openStore.
 */
export const backupStore = async (dir: string, target: string): Promise<WireResult<BackupMade>> => {
  const path = resolve(target);
  if (await exists(path))
    return wireError("exists", `There is something at ${path} already. Choose a folder that does not exist.`);
  const making = join(dirname(path), `.${basename(path)}.making`);
  const store = await openStore(dir);
  if (!store.ok) return store;
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    const space = await checkFreeSpace(making, (await sizeOf(dir)) / 2);
    if (!space.ok) return await giveUp(making, space);
    // The open store keeps every writer out until the copy is complete.
    await copyElsewhere(store.value.path, join(making, STORE_FILE));
    for (const folder of keptFolders) await copyFolder(join(dir, folder), join(making, folder));
    await writeManifest(making, store.value.snapshot);
  } catch (error) {
    return await giveUp(
      making,
      isDiskFull(error) || isDiskFull((error as { stderr?: string }).stderr)
        ? noSpace(dirname(path), "the backup does not fit")
        : wireError("not-written", `The backup cannot be written to ${path}. (${messageOf(error)})`),
    );
  } finally {
    store.value.close();
  }
  const verified = await verifyBackup(making);
  if (!verified.ok) return await giveUp(making, verified);
  await syncFolder(making);
  await rename(making, path);
  await syncFolder(dirname(path));
  const { files, snapshotId, snapshotName } = verified.value;
  return wireOk({
    path,
    snapshot: { id: snapshotId, name: snapshotName },
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  });
};

const sizeOf = async (dir: string): Promise<number> => {
  let bytes = (await stat(storeFolder(dir).database)).size;
  for (const folder of keptFolders) {
    for (const name of await readdir(join(dir, folder)).catch(() => []))
      bytes += (await stat(join(dir, folder, name))).size;
  }
  return bytes;
};

const copyFolder = async (from: string, to: string): Promise<void> => {
  const names = await readdir(from).catch(() => [] as string[]);
  if (names.length === 0) return;
  await mkdir(to);
  // Half-written files of a crash stay where they are.
  for (const name of names.filter((each) => !each.endsWith(".tmp")))
    await copyFile(join(from, name), join(to, name));
};

const writeManifest = async (making: string, snapshot: Snapshot): Promise<void> => {
  const files: BackupManifest["files"] = [];
  for (const folder of ["", ...keptFolders]) {
    const entries = await readdir(join(making, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((each) => each.isFile())) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      files.push({ path, ...(await fileSha256(join(making, path))) });
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: BackupManifest = {
    version: 1,
    snapshotId: snapshot.id,
    snapshotName: snapshot.name,
    files,
  };
  await writeDurably(join(making, BACKUP_MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
};
