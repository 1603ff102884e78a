import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes what happened to the names in a folder survive a power cut. Windows does so by itself, and cannot be asked. */
export const syncFolder = async (dir: string): Promise<void> => {
  if (process.platform === "win32") return;
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Writes beside the target, syncs, renames, syncs the folder: afterwards the new text is there, before it the old. */
export const writeDurably = async (path: string, text: string | Uint8Array): Promise<void> => {
  const making = `${path}.tmp`;
  const file = await open(making, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(making, path);
  await syncFolder(dirname(path));
};
