import { lstat, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunManifest } from "../../kernel/contract/manifest.ts";
import { parseRuns, RUNS_FOLDER, runsFileName, withRun } from "../../kernel/manifest/run-history.ts";
import { writeDurably } from "../../store/write/durable-file.ts";

const sidecarOf = (notebook: string): string =>
  join(dirname(notebook), RUNS_FOLDER, runsFileName(basename(notebook)));

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
};

/** The runs that are kept beside a notebook, oldest first. */
export const readRuns = async (notebook: string): Promise<RunManifest[]> =>
  parseRuns(await textOf(sidecarOf(notebook)));

/** Keeps a run beside its notebook. Null, or why it could not be kept: the run itself is as good without. */
export const keepRun = async (notebook: string, run: RunManifest): Promise<string | null> => {
  const path = sidecarOf(notebook);
  try {
    for (const each of [dirname(path), path]) {
      // One that came with somebody's notebook may point to a file that the user never meant.
      if ((await lstat(each).catch(() => null))?.isSymbolicLink())
        throw new Error(`${each} is a link; delete it`);
    }
    await mkdir(dirname(path), { recursive: true });
    await writeDurably(path, withRun(await textOf(path), run));
    return null;
  } catch (error) {
    return `The run's manifest was not kept in ${path}: ${error instanceof Error ? error.message : String(error)}.`;
  }
};
