import { statfs } from "node:fs/promises";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";

/** A batch needs room for its rows twice (once in the log or as new blocks, once while it is checkpointed). */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

export const noSpace = (dir: string, cause: string): WireResult<never> =>
  wireError(
    "no-space",
    `There is not enough free space on the disk of ${dir} (${cause}). Nothing was lost: free some space, then try again.`,
  );

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1_048_576)} MB`;

/** Asks before the work what would fail in the middle of it. */
export const checkFreeSpace = async (dir: string, neededBytes = 0): Promise<WireResult<null>> => {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const needed = Math.max(MIN_FREE_BYTES, 2 * neededBytes);
  return free >= needed
    ? wireOk(null)
    : noSpace(dir, `${inMegabytes(needed)} are needed, ${inMegabytes(free)} are free`);
};

/** Whether an error of the file system or of DuckDB means that the disk is full, or a limit on file sizes is reached. */
export const isDiskFull = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") return true;
  const message = error instanceof Error ? error.message : String(error);
  return /no space left|disk full|not enough space|out of disk|file too large|disk quota|max_temp_directory_size/i.test(
    message,
  );
};
