import { randomBytes } from "node:crypto";
import { chmod, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** The last write under way to each path: a later one waits, so that the last one asked for is the one that stays. */
const underWay = new Map<string, Promise<void>>();

/** Makes the new name survive a power cut. Windows does so by itself, and cannot be asked. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const writeBeside = async (path: string, content: string | Uint8Array): Promise<void> => {
  // A link stays a link: what it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const making = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const mode = (await stat(target).catch(() => null))?.mode;
    const file = await open(making, "wx");
    try {
      // Writes until every byte is taken: on a disk that is nearly full, one write takes fewer than it was given.
      await file.writeFile(content, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    if (mode !== undefined) await chmod(making, mode & 0o7777);
    await rename(making, target);
  } catch (error) {
    await rm(making, { force: true });
    throw error;
  }
  await syncFolder(target);
};

/** Older than any write that is still under way. */
const LEFT_AFTER_MS = 60_000;

/** Removes what writes of a file left beside it when their process was killed. */
export const sweepUnfinished = async (path: string): Promise<void> => {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  const start = `${basename(path)}.`;
  for (const name of names) {
    if (!name.startsWith(start) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length))) continue;
    const left = join(folder, name);
    const found = await stat(left).catch(() => null);
    if (found && Date.now() - found.mtimeMs > LEFT_AFTER_MS) await rm(left, { force: true });
  }
};

/** Writes a temporary file beside the target, syncs it, and renames it: a reader sees the old bytes or the new. */
export const writeAtomically = (path: string, content: string | Uint8Array): Promise<void> => {
  const before = underWay.get(path) ?? Promise.resolve();
  const done = before.catch(() => {}).then(() => writeBeside(path, content));
  underWay.set(path, done);
  const forget = () => {
    if (underWay.get(path) === done) underWay.delete(path);
  };
  done.then(forget, forget);
  return done;
};
