import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { measureColdStart } from "./bench/cold-start.mjs";
import { measureNotebookFeel } from "./bench/notebook-feel.mjs";
import { TABLE_HEAD, tableRows } from "./bench/results-table.mjs";
import { bootstrap } from "./bootstrap.mjs";
import { inRoot } from "./paths.mjs";
import { Advice, during, failWith } from "./report.mjs";
import { run } from "./run.mjs";
import { withDisplay } from "./virtual-display.mjs";

/** @import { Figure } from "./bench/results-table.mjs" */

const RESULTS = inRoot("bench", "RESULTS.md");
const MEASURES = [
  "measure-panel",
  "measure-import",
  "measure-as-of",
  "measure-backtest",
  "measure-engine",
  "measure-parallel",
  "measure-language",
  "measure-serving",
  "measure-ticks",
];
/** Measures that are asked for by themselves. */
const ALONE = {
  "--store": ["measure-panel", "measure-import", "measure-as-of"],
  "--engine": ["measure-backtest", "measure-engine", "measure-parallel"],
  "--serving": ["measure-serving", "measure-ticks"],
  "--soak": ["measure-soak"],
};

/**
 * `npm run bench`: measures, prints a table and adds it to bench/RESULTS.md; `npm run bench -- --window` measures only
 * what is felt in the window, `--store`, `--engine` or `--serving` only that part, `--soak` whether the serving API
 * keeps its memory for ten minutes.
 */
async function bench() {
  const alone = Object.entries(ALONE).flatMap(([flag, names]) => (process.argv.includes(flag) ? names : []));
  const hasWindow = alone.length === 0;
  const { electronFolder } = await bootstrap({ needsDisplay: hasWindow, needsServices: true });
  /** @type {Figure[]} */
  const figures = [];
  const measures = process.argv.includes("--window") ? [] : MEASURES;
  for (const measure of hasWindow ? measures : alone)
    figures.push(...(await during(measure, () => runMeasure(measure))));
  if (hasWindow) {
    const cold = () => measureColdStart(/** @type {string} */ (electronFolder));
    const feel = () => measureNotebookFeel(/** @type {string} */ (electronFolder));
    figures.push(...(await during("cold start", () => withDisplay(cold))));
    figures.push(...(await during("a long notebook", () => withDisplay(feel))));
  }
  const rows = tableRows(figures, await describeHere());
  if (!existsSync(RESULTS)) writeFileSync(RESULTS, TABLE_HEAD);
  appendFileSync(RESULTS, `${rows.join("\n")}\n`);
  process.stdout.write(`${rows.join("\n")}\n`);
}

/** A process of its own for each measure, so that none warms up another. @returns {Promise<Figure[]>} */
async function runMeasure(/** @type {string} */ name) {
  const args = [inRoot("out", "bench", `${name}.js`), inRoot("out", "sample-store")];
  const { code, stdout, stderr } = await run(process.execPath, args);
  if (code !== 0) throw new Advice(`${name} failed:\n${stderr.trim()}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "[]");
}

async function describeHere() {
  const { stdout: commit } = await run("git", ["rev-parse", "--short", "HEAD"]);
  const { stdout: changes } = await run("git", ["status", "--porcelain", "--untracked-files=no"]);
  const cores = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: `${commit.trim() || "none"}${changes.trim() === "" ? "" : "+"}`,
    machine: `${cores.length} cores (${cores[0]?.model.trim() ?? "?"}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`,
  };
}

await bench().catch(failWith);
