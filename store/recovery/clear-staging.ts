import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** A folder that nothing has touched for so long belongs to nobody: an import is staged in minutes. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Removes what was staged and is committed by now, and what a crash left half made. Others may be staging just now. */
export const clearStaging = async (
  stagingDir: string,
  committed: ReadonlySet<string>,
  nowMs: number,
): Promise<void> => {
  for (const name of await readdir(stagingDir).catch(() => [] as string[])) {
    const path = join(stagingDir, name);
    const touched = await stat(path).then(
      (entry) => entry.mtimeMs,
      () => nowMs,
    );
    if (committed.has(name) || nowMs - touched > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true });
  }
};
