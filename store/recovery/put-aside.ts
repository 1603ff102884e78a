import { mkdir, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { syncFolder } from "../write/durable-file.ts";

/** Moves a damaged file to where nothing reads it, under a name that is not taken. Returns that name. */
export const putAside = async (path: string, damagedDir: string): Promise<string> => {
  await mkdir(damagedDir, { recursive: true });
  for (let n = 1; ; n++) {
    const name = `${basename(path)}.${n}`;
    const isTaken = await stat(join(damagedDir, name)).then(
      () => true,
      () => false,
    );
    if (isTaken) continue;
    await rename(path, join(damagedDir, name));
    await syncFolder(damagedDir);
    return name;
  }
};
