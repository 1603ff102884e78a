import { writeFile } from "node:fs/promises";
import { formatFaultLines } from "../../kernel/collect/run-result.ts";
import { reportHtml } from "../report/report-html.ts";
import { printRun } from "./print-run.ts";
import { runJson } from "./run-json.ts";
import { runNotebook } from "./run-notebook.ts";
import { keepRun } from "./run-sidecar.ts";
import { withoutControls } from "./without-controls.ts";

export interface RunCommandOptions {
  readonly store: string;
  readonly json: boolean;
  readonly report?: string;
}

/** `asof run`: 0 when every cell is done, 1 when one is not, 2 when the notebook could not be run at all. */
export const runCommand = async (file: string, options: RunCommandOptions): Promise<number> => {
  const outcome = await runNotebook(file, options.store);
  if (!outcome.ok) {
    process.stderr.write(`${withoutControls(outcome.message)}\n`);
    if (options.json)
      process.stdout.write(`${JSON.stringify({ file, ok: false, message: outcome.message })}\n`);
    return 2;
  }
  const { result } = outcome;
  const unkept = await keepRun(file, result.manifest, result.stored);
  if (unkept) process.stderr.write(`${withoutControls(unkept)}\n`);
  process.stdout.write(
    `${options.json ? JSON.stringify(runJson(result)) : withoutControls(printRun(result))}\n`,
  );
  if (options.report) {
    await writeFile(options.report, reportHtml(result, Date.now() * 1000));
    if (!options.json) process.stdout.write(`Report: ${options.report}\n`);
  }
  for (const fault of result.faults)
    process.stderr.write(`${withoutControls(formatFaultLines(file, fault))}\n`);
  return result.faults.length === 0 ? 0 : 1;
};
