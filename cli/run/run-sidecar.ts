import { lstat, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunManifest } from "../../kernel/contract/manifest.ts";
import { parseRuns, RUNS_FOLDER, runsFileName, withRun } from "../../kernel/manifest/run-history.ts";
import {
  MAX_RESULTS_BYTES,
  readResults,
  resultsNameOf,
  type StoredResult,
  writeResults,
} from "../../kernel/notebook/index.ts";
import { writeDurably } from "../../store/write/durable-file.ts";

const besideOf = (notebook: string, name: (notebookName: string) => string): string =>
  join(dirname(notebook), RUNS_FOLDER, name(basename(notebook)));

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
};

/** One that came with somebody's notebook may point to a file that the user never meant. */
const refuseLinks = async (path: string): Promise<void> => {
  for (const each of [dirname(path), path])
    if ((await lstat(each).catch(() => null))?.isSymbolicLink())
      throw new Error(`${each} is a link; delete it`);
};

/** The runs that are kept beside a notebook, oldest first. */
export const readRuns = async (notebook: string): Promise<RunManifest[]> =>
  parseRuns(await textOf(besideOf(notebook, runsFileName)));

/** What the cells of a notebook last showed, by cell; empty when nothing is kept. */
export const readStored = async (notebook: string): Promise<ReadonlyMap<string, StoredResult>> => {
  const path = besideOf(notebook, resultsNameOf);
  try {
    await refuseLinks(path);
    const { size } = await lstat(path);
    return (size <= MAX_RESULTS_BYTES && readResults(await readFile(path))) || new Map();
  } catch {
    return new Map();
  }
};

/**
 * Keeps a run beside its notebook: its manifest, and what the cells showed. Null, or why it could not be kept: the run
 * itself is as good without.
 */
export const keepRun = async (
  notebook: string,
  run: RunManifest,
  stored: readonly StoredResult[],
): Promise<string | null> => {
  const path = besideOf(notebook, runsFileName);
  const results = besideOf(notebook, resultsNameOf);
  try {
    await refuseLinks(path);
    await refuseLinks(results);
    await mkdir(dirname(path), { recursive: true });
    await writeDurably(path, withRun(await textOf(path), run));
    await writeDurably(results, writeResults(stored));
    return null;
  } catch (error) {
    return `The run's manifest was not kept in ${path}: ${error instanceof Error ? error.message : String(error)}.`;
  }
};
