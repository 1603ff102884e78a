import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { fileSha256 } from "../file-sha256.ts";
import { openStore } from "../open-store.ts";
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
  const store = await openStore(dir);
  if (!store.ok) return damaged(dir, store.error.message);
  try {
    const checked = await store.value.read(null, async ({ connection, snapshot }) =>
      wireOk(await verifySnapshot(connection, snapshot)),
    );
    if (!checked.ok) return damaged(dir, checked.error.message);
    const { id, faults } = checked.value;
    if (faults.length > 0) return damaged(dir, faults[0]!);
    if (id !== manifest.value.snapshotId) return damaged(dir, "its rows give another snapshot than it says");
  } finally {
    store.value.close();
  }
  return manifest;
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
