import { mkdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunManifest } from "../../kernel/contract/manifest.ts";
import { MAX_RUNS_BYTES, RUNS_FOLDER, runsFileName, withRun } from "../../kernel/manifest/run-history.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { reasonOf } from "./reason-of.ts";
import { isPlain } from "./results-files.ts";
import { writeAtomically } from "./write-atomically.ts";

const textOf = async (path: string): Promise<string> => {
  const found = await stat(path).catch(() => null);
  // One that grew beyond all bounds is not ours any more: it begins anew.
  return found && found.size <= 2 * MAX_RUNS_BYTES ? readFile(path, "utf8") : "";
};

/** Adds a run to those kept beside a notebook. */
export const keepRunFile = async (
  notebook: string,
  run: RunManifest,
): Promise<WireResult<Record<never, never>>> => {
  const path = join(dirname(notebook), RUNS_FOLDER, runsFileName(basename(notebook)));
  if (!(await isPlain(path))) return wireError("not-written", `${path} is a link; delete it`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, withRun(await textOf(path), run));
    return wireOk({});
  } catch (error) {
    return wireError("not-written", reasonOf(error));
  }
};
