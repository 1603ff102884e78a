import { writeRecipe } from "../cli/parallel/module-recipe.ts";
import { spawnThreadWith } from "../cli/parallel/spawn-thread.ts";
import { costModels, metricTable, randomSearch, sharePanel, sweep, topRuns } from "../engine/index.ts";
import { makePanel } from "./parallel/make-panel.ts";
import { reportFigures } from "./report-figures.ts";

/** A sweep of a monthly strategy over 500 instruments and ten years: two threads against one, and their memory. */
const INSTRUMENTS = 500;
const SESSIONS = 2_520;
const MEGABYTE = 2 ** 20;
const ROUNDS = 3;

const panel = sharePanel(makePanel(INSTRUMENTS, SESSIONS));
const dates = panel.markets[0]?.sessionDates ?? new Int32Array(0);
const parameters = randomSearch(
  {
    lookback: { from: 60, to: 252, step: 1 },
    skip: { from: 0, to: 21, step: 1 },
    top: { from: 5, to: 30 },
  },
  { count: Number(process.env.ASOF_BENCH_RUNS ?? 24), seed: 1 },
);
const config = {
  from: dates[300] ?? 0,
  to: dates.at(-1) ?? 0,
  capitalMinor: 10_000_000_000,
  currency: "USD",
  costs: costModels.institutional,
};

/** One sweep: its wall time, the hash of its runs, and the most memory the process had beyond the start, in bytes. */
async function sweepWith(workers: number) {
  const residentAtStart = process.memoryUsage.rss();
  let resident = residentAtStart;
  const started = performance.now();
  const swept = await sweep({
    spawn: spawnThreadWith({ script: new URL("../cli/run-worker.js", import.meta.url) }),
    workers,
    recipe: writeRecipe({
      module: new URL("./swept-strategy.js", import.meta.url).href,
      maker: "sweptStrategy",
    }),
    panel,
    config,
    parameters,
    reduce: { best: topRuns("sharpe", 10), table: metricTable(["sharpe", "cagr", "maxDrawdown"]) },
    onProgress: () => {
      resident = Math.max(resident, process.memoryUsage.rss());
    },
  }).result;
  if (!swept.ok) throw new Error(swept.error.message);
  if (swept.value.failed > 0) throw new Error(swept.value.failures[0]?.error.message);
  return {
    milliseconds: performance.now() - started,
    hash: swept.value.hash,
    grown: resident - residentAtStart,
  };
}

const one: number[] = [];
const two: number[] = [];
const ratios: number[] = [];
const grown: number[] = [];
// Turn and turn about, so that a machine that grows busier does so for both.
for (let round = 0; round < ROUNDS; round++) {
  const alone = await sweepWith(1);
  const both = await sweepWith(2);
  if (alone.hash !== both.hash) throw new Error("two threads gave another result than one");
  one.push(alone.milliseconds);
  two.push(both.milliseconds);
  ratios.push(alone.milliseconds / both.milliseconds);
  grown.push(alone.grown, both.grown / 2);
}
const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const over = `${parameters.count} runs, ${INSTRUMENTS} instruments, ${SESSIONS.toLocaleString("en-US")} sessions, equal hashes`;
reportFigures([
  { name: "sweep, one thread", milliseconds: one, over },
  { name: "sweep, two threads", milliseconds: two, over },
  {
    name: "sweep, two threads against one",
    ratio: middle(ratios),
    wanted: "at least 1.8 on a quiet machine",
    over,
  },
  {
    name: "sweep, memory of a thread beside the panel (MB)",
    ratio: Math.max(...grown) / MEGABYTE,
    wanted: "at most 64",
    over,
  },
]);
process.exit(0);
