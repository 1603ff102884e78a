import { constants } from "node:fs";
import { copyFile, mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./durable-file.ts";
import { storeFolder } from "./store-folder.ts";

/** Where the file that a batch was read from is kept. */
export const keptSourcePath = (dir: string, sha256: string): string => join(storeFolder(dir).sources, sha256);

/**
 * Keeps a file for as long as the store lives, named by its content, so that its batch can be made again. It is on
 * the disk when this returns. The file itself stays where it is; the caller says its SHA-256.
 */
export const keepSource = async (dir: string, file: string, sha256: string): Promise<string> => {
  const kept = keptSourcePath(dir, sha256);
  const isThere = await stat(kept).then(
    (entry) => entry.isFile(),
    () => false,
  );
  if (isThere) return kept;
  const { sources } = storeFolder(dir);
  await mkdir(sources, { recursive: true });
  const making = `${kept}.tmp`;
  await copyFile(file, making, constants.COPYFILE_FICLONE);
  const copy = await open(making, "r+");
  try {
    await copy.sync();
  } finally {
    await copy.close();
  }
  await rename(making, kept);
  await syncFolder(sources);
  return kept;
};
