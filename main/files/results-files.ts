import { constants } from "node:fs";
import { lstat, mkdir, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MAX_RESULTS_BYTES, resultsNameOf } from "../../kernel/notebook/index.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { reasonOf } from "./reason-of.ts";
import { writeAtomically } from "./write-atomically.ts";

/** `.asof/<name>.results` beside the notebook. */
export const resultsPathOf = (notebook: string): string =>
  join(dirname(notebook), ".asof", resultsNameOf(basename(notebook)));

const kindOf = async (path: string): Promise<"none" | "folder" | "file" | "other"> => {
  const found = await lstat(path).catch(() => null);
  if (!found) return "none";
  return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
};

/**
 * A folder that came with somebody's notebook may hold a link in place of the sidecar. Following it would read, or
 * write over, a file that the user never granted.
 */
export const isPlain = async (path: string): Promise<boolean> => {
  const folder = await kindOf(dirname(path));
  if (folder !== "none" && folder !== "folder") return false;
  const file = await kindOf(path);
  return file === "none" || file === "file";
};

/** The sidecar's bytes, unread; null when there is none, or none that may be read. */
export const readResultsFile = async (
  notebook: string,
): Promise<WireResult<{ bytes: Uint8Array<ArrayBuffer> | null }>> => {
  const path = resultsPathOf(notebook);
  if ((await kindOf(path)) === "none" || !(await isPlain(path))) return wireOk({ bytes: null });
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const { size } = await handle.stat();
    return wireOk({ bytes: size > MAX_RESULTS_BYTES ? null : new Uint8Array(await handle.readFile()) });
  } catch (error) {
    return wireError("not-readable", `The stored results could not be read: ${reasonOf(error)}.`);
  } finally {
    await handle?.close();
  }
};

export const writeResultsFile = async (
  notebook: string,
  bytes: Uint8Array,
): Promise<WireResult<Record<never, never>>> => {
  const path = resultsPathOf(notebook);
  const refuse = (reason: string) =>
    wireError("not-written", `The results were not stored beside the notebook: ${reason}.`);
  if (bytes.length > MAX_RESULTS_BYTES) return refuse("they are too large");
  if (!(await isPlain(path))) return refuse(`${path} is a link; delete it`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, bytes);
    return wireOk({});
  } catch (error) {
    return refuse(reasonOf(error));
  }
};
