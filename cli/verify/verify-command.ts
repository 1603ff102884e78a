import type { RunManifest } from "../../kernel/contract/manifest.ts";
import { compareRuns, type RunComparison } from "../../kernel/manifest/compare-runs.ts";
import { findRun } from "../../kernel/manifest/run-history.ts";
import { runNotebook } from "../run/run-notebook.ts";
import { readRuns, readStored } from "../run/run-sidecar.ts";
import { withoutControls } from "../run/without-controls.ts";
import { printComparison } from "./print-comparison.ts";

export interface VerifyCommandOptions {
  readonly store: string;
  readonly run?: string;
  readonly json: boolean;
}

const CANNOT = 2;

type Verified =
  | { readonly ok: false; readonly message: string }
  | { readonly ok: true; readonly was: RunManifest; readonly is: RunManifest; readonly found: RunComparison };

const verify = async (file: string, options: VerifyCommandOptions): Promise<Verified> => {
  const runs = await readRuns(file);
  const was = findRun(runs, options.run ?? null);
  if (!was) {
    const ids = runs.map(({ id }) => id).join(", ");
    return {
      ok: false,
      message:
        runs.length === 0
          ? `${file} has no kept run to compare with: run it first with asof run ${file}.`
          : `No single kept run of ${file} has an id that begins with ${JSON.stringify(options.run)}. There are: ${ids}.`,
    };
  }
  const stored = await readStored(file);
  // The same inputs: the snapshot of that run by its id, since a name or "the newest" may mean another one by now.
  const snapshotId = was.cells[0]?.snapshotId ?? null;
  const outcome = await runNotebook(file, options.store, (asked) =>
    asked === was.snapshot ? snapshotId : null,
  );
  if (!outcome.ok) return outcome;
  const { manifest: is, cells } = outcome.result;
  // A run of single cells says nothing of the others.
  const compared =
    was.scope === "notebook"
      ? is.cells
      : is.cells.filter((cell) => was.cells.some(({ cellId }) => cellId === cell.cellId));
  const shown = {
    was: (cellId: string) => stored.get(cellId)?.outputs,
    is: (cellId: string) => cells.find((cell) => cell.cellId === cellId)?.outputs,
  };
  return { ok: true, was, is, found: compareRuns(was.cells, compared, shown) };
};

/** `asof verify`: 0 when a new run gives the same, 1 when it does not, 2 when that cannot be told. */
export const verifyCommand = async (file: string, options: VerifyCommandOptions): Promise<number> => {
  const verified = await verify(file, options);
  if (!verified.ok) {
    process.stderr.write(`${withoutControls(verified.message)}\n`);
    if (options.json)
      process.stdout.write(`${JSON.stringify({ file, ok: false, message: verified.message })}\n`);
    return CANNOT;
  }
  const { was, is, found } = verified;
  const json = { file, ok: found.isSame, run: was.id, ...found, now: { platform: is.platform } };
  process.stdout.write(
    options.json ? `${JSON.stringify(json)}\n` : withoutControls(printComparison(file, was, found)),
  );
  return found.isSame ? 0 : 1;
};
