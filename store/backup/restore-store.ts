import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { fileSha256 } from "../file-sha256.ts";
import { openReplaying } from "../recovery/open-replaying.ts";
import { syncFolder } from "../write/durable-file.ts";
import { checkFreeSpace, isDiskFull, noSpace } from "../write/free-space.ts";
import { storeFolder } from "../write/store-folder.ts";
import { exists, giveUp } from "./half-made.ts";
import { verifyBackup } from "./verify-backup.ts";

export interface Restored {
  readonly path: string;
  readonly snapshotId: string;
  readonly snapshotName: string;
  /** Where the store that was there before lies now; null when there was none. */
  readonly aside: string | null;
}

/**
 * Puts a backup in a store's place. The backup is verified first, and so is the copy; a store that is there is
 * replaced only with `force`, and kept aside even then. Fails with `not-a-backup`, `damaged`, `exists`, `locked` or
 * `no-space`.
 */
export const restoreStore = async (
  backup: string,
  dir: string,
  options: { readonly force: boolean },
): Promise<WireResult<Restored>> => {
  const path = resolve(dir);
  const isThere = await exists(path);
  if (isThere && !options.force)
    return wireError(
      "exists",
      `There is a store at ${path}. Add --force to replace it (it is kept aside), or choose another folder.`,
    );
  const manifest = await verifyBackup(backup);
  if (!manifest.ok) return manifest;
  const making = join(dirname(path), `.${basename(path)}.restoring`);
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    const bytes = manifest.value.files.reduce((sum, file) => sum + file.bytes, 0);
    const space = await checkFreeSpace(making, bytes / 2);
    if (!space.ok) return await giveUp(making, space);
    for (const file of manifest.value.files) {
      const target = join(making, file.path);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(backup, file.path), target);
      if ((await fileSha256(target)).sha256 !== file.sha256)
        return await giveUp(
          making,
          wireError("damaged", `${file.path} did not arrive as it was sent. Check the disk.`),
        );
    }
    await syncFolder(making);
  } catch (error) {
    if (isDiskFull(error)) return await giveUp(making, noSpace(dirname(path), "the backup does not fit"));
    throw error;
  }
  const aside = isThere ? await moveAside(path) : wireOk(null);
  if (!aside.ok) return await giveUp(making, aside);
  await rename(making, path);
  await syncFolder(dirname(path));
  const { snapshotId, snapshotName } = manifest.value;
  return wireOk({ path, snapshotId, snapshotName, aside: aside.value });
};

/** A store that is in use stays: whoever has it open would go on in the folder that was moved. */
const moveAside = async (path: string): Promise<WireResult<string>> => {
  const opened = await openReplaying(storeFolder(path), { onDamagedLog: () => {} });
  if (opened.ok) opened.value.close();
  else if (opened.error.code === "locked") return opened;
  for (let n = 1; ; n++) {
    const aside = `${path}.before-restore-${n}`;
    if (await exists(aside)) continue;
    await rename(path, aside);
    return wireOk(aside);
  }
};
