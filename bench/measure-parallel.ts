import { writeRecipe } from "../cli/parallel/module-recipe.ts";
import { spawnThreadWith } from "../cli/parallel/spawn-thread.ts";
import { costModels, grid, metricTable, sharePanel, sweep, topRuns } from "../engine/index.ts";
import { makePanel } from "./parallel/make-panel.ts";
import { median, reportFigures } from "./report-figures.ts";

/** W6: 1,000 combinations of a monthly strategy of 500 instruments and ten years: two threads against one, and their memory. */
const INSTRUMENTS = 500;
const SESSIONS = 2_520;
const MEGABYTE = 2 ** 20;
/** The median of so many turns is reported. */
const TURNS = 3;

const panel = sharePanel(makePanel(INSTRUMENTS, SESSIONS));
const dates = panel.markets[0]?.sessionDates ?? new Int32Array(0);
/** Fewer while one works on it: every `nth` of the thousand. */
const nth = Number(process.env.ASOF_BENCH_EVERY ?? 1);
const parameters = grid({
  lookback: { from: 60, to: 249, step: 21 * nth },
  skip: { from: 0, to: 18, step: 2 },
  top: { from: 5, to: 50, step: 5 },
});
const config = {
  from: dates[300] ?? 0,
  to: dates.at(-1) ?? 0,
  capitalMinor: 10_000_000_000,
  currency: "USD",
  costs: costModels.institutional,
};

type Swept = Awaited<ReturnType<typeof sweepWith>>;

/** One sweep: its wall time, the processor time, in milliseconds both, the hash of its runs, and the most memory the process had beyond the start, in bytes. */
async function sweepWith(workers: number) {
  const residentAtStart = process.memoryUsage.rss();
  let resident = residentAtStart;
  const started = performance.now();
  const usedAtStart = process.cpuUsage();
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
  const { user, system } = process.cpuUsage(usedAtStart);
  return {
    milliseconds: performance.now() - started,
    processor: (user + system) / 1_000,
    hash: swept.value.hash,
    grown: resident - residentAtStart,
  };
}

/** One thread and two, one after the other: a processor that is faster for a while is so for both. */
const turns: { one: Swept; two: Swept }[] = [];
for (let turn = 0; turn < TURNS; turn++) turns.push({ one: await sweepWith(1), two: await sweepWith(2) });
if (new Set(turns.flatMap(({ one, two }) => [one.hash, two.hash])).size > 1)
  throw new Error("two threads gave another result than one");
const over = `${parameters.count?.toLocaleString("en-US")} runs, ${INSTRUMENTS} instruments, ${SESSIONS.toLocaleString("en-US")} sessions, equal hashes`;
reportFigures([
  { name: "W6 sweep, one thread", milliseconds: turns.map(({ one }) => one.milliseconds), over },
  { name: "W6 sweep, two threads", milliseconds: turns.map(({ two }) => two.milliseconds), over },
  {
    name: "W6 sweep, two threads against one",
    ratio: median(turns.map(({ one, two }) => one.milliseconds / two.milliseconds)),
    wanted: "at least 1.8 on a quiet machine",
    over,
  },
  // A thread alone has the other core for what V8 compiles and frees beside it.
  {
    name: "W6 sweep, one thread's processor time ÷ two threads",
    ratio: median(turns.map(({ one, two }) => one.processor / two.milliseconds)),
    wanted: "for comparison",
    over,
  },
  {
    name: "W6 sweep, memory of a thread beside the panel (MB)",
    ratio: Math.max(...turns.map(({ one, two }) => Math.max(one.grown, two.grown / 2))) / MEGABYTE,
    wanted: "at most 64",
    over,
  },
]);
process.exit(0);
