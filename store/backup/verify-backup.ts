import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { fileSha256 } from "../file-sha256.ts";
import { openStore, type Store } from "../open-store.ts";
import { STORE_FILE } from "../schema/schema-version.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import { BACKUP_MANIFEST, type BackupManifest, backupManifestSchema } from "./backup-manifest.ts";

/**
 * Reads a whole backup: every file has the SHA-256 its manifest says, the database opens, and its rows give the
 * snapshot's id. Fails with `not-a-backup` or `damaged`.
 */
export const verifyBackup = async (dir: string): Promise<WireResult<BackupManifest>> => {
  const manifest = await readManifest(dir);
  if (!manifest.ok) return manifest;
  for (const { path, bytes, sha256 } of manifest.value.files) {
    const found = await fileSha256(join(dir, path)).catch(() => null);
    if (found === null) return damaged(dir, `${path} is missing`);
    if (found.bytes !== bytes || found.sha256 !== sha256) return damaged(dir, `${path} was changed`);
  }
  const store = await openStore(dir, { keepsSchema: true });
  if (!store.ok && store.error.code === "older-schema") return verifyOlder(dir, manifest.value);
  if (!store.ok) return damaged(dir, store.error.message);
  return verifyRows(dir, store.value, manifest.value);
};

/** A backup stays as it is: one of an earlier schema is read from a copy, which may be brought to this one. */
const verifyOlder = async (dir: string, manifest: BackupManifest): Promise<WireResult<BackupManifest>> => {
  const copy = await mkdtemp(join(tmpdir(), "asof-backup-"));
  try {
    await copyFile(join(dir, STORE_FILE), join(copy, STORE_FILE));
    const store = await openStore(copy);
    if (!store.ok) return damaged(dir, store.error.message);
    return await verifyRows(dir, store.value, manifest);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};

const verifyRows = async (
  dir: string,
  store: Store,
  manifest: BackupManifest,
): Promise<WireResult<BackupManifest>> => {
  try {
    const checked = await store.read(null, async ({ connection, snapshot }) =>
      wireOk(await verifySnapshot(connection, snapshot)),
    );
    if (!checked.ok) return damaged(dir, checked.error.message);
    const { id, faults } = checked.value;
    if (faults.length > 0) return damaged(dir, faults[0]!);
    if (id !== manifest.snapshotId) return damaged(dir, "its rows give another snapshot than it says");
  } finally {
    store.close();
  }
  return wireOk(manifest);
};

const readManifest = async (dir: string): Promise<WireResult<BackupManifest>> => {
  let text: string;
  try {
    text = await readFile(join(dir, BACKUP_MANIFEST), "utf8");
  } catch {
    return wireError(
      "not-a-backup",
      `${dir} is not a backup: it has no ${BACKUP_MANIFEST}. Give a folder made by asof backup.`,
    );
  }
  try {
    return wireOk(backupManifestSchema.parse(JSON.parse(text)));
  } catch {
    return damaged(dir, `its ${BACKUP_MANIFEST} cannot be read`);
  }
};

const damaged = (dir: string, reason: string): WireResult<never> =>
  wireError("damaged", `The backup ${dir} is damaged: ${reason}. Use another one.`);
