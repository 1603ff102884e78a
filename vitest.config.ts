import { defineConfig } from "vitest/config";
import { engineKernels } from "./build/bundle/engine-kernels.mjs";
import { LongFirst } from "./build/test/long-first.mjs";

/** Tests that start processes of their own for every core, or that hold something to a time: one file after the other. */
const ALONE_AND_DATED = ["store/browse/search-instruments*", "store/ingest/spawn-staging*"];
const ALONE = [
  ...ALONE_AND_DATED,
  "store/ingest/testing/**",
  "store/query/service/**",
  "kernel/shells/**",
  "cli/parallel/**",
  "serving/kill*",
  "serving/runners/**",
  "serving/online/**",
  "cli/serve/**",
];

/** Tests that deal in dates: run once more in a zone on the other side of midnight UTC. */
const DATED = [
  "engine/backtest/run-backtest*",
  "engine/metrics/**",
  "engine/execution/settlement-cycles*",
  "store/**",
  "main/store/**",
  "sample-data/**",
  "renderer/**",
  "cli/**",
];

/** Long tests of what has no time zone: kills, damaged files, histories over integer instants. Once is enough. */
const WITHOUT_ZONE = [
  "store/recovery/**",
  "store/ingest/testing/**",
  "store/query/**",
  "store/panel/*properties*",
  "store/panel/*through-database*",
  "store/panel/bar-runs*",
  "store/backup/**",
  "store/write/**",
  "store/snapshots/**",
  "store/ingest/take-up-staged*",
  "store/explain/**",
  "sample-data/sample-sizes*",
  "cli/parallel/**",
  "cli/run/whole-runs*",
];

const files = (names: readonly string[]) =>
  names.map((name) => `${name}.test.{ts,tsx,mjs}`.replace("**.", "**/*."));
const everything = files([
  "{wire,engine,store,kernel,bundle,serving,main,renderer,cli,sample-data,bench,build}/**",
]);
const alone = files(ALONE);

const SEOUL = "Asia/Seoul";
const NEW_YORK = "America/New_York";

/**
 * Two files at a time, in two processes that go from one to the next: a process for each file would read the engine,
 * zod and DuckDB three hundred times.
 */
const together = (name: string, groupOrder: number, zone: string) => ({
  ...common(name, groupOrder, zone),
  maxWorkers: 2,
  isolate: false,
});

const oneByOne = (name: string, groupOrder: number, zone: string) => ({
  ...common(name, groupOrder, zone),
  maxWorkers: 1,
});

const common = (name: string, groupOrder: number, zone: string) => ({
  name,
  env: { TZ: zone },
  // Long enough for a machine that has other work: a test that hangs is still found.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
  sequence: { groupOrder },
});

export default defineConfig({
  plugins: [engineKernels()],
  test: {
    reporters: ["default"],
    sequence: { sequencer: LongFirst },
    projects: [
      { extends: true, test: { ...together("together", 1, SEOUL), include: everything, exclude: alone } },
      {
        extends: true,
        test: {
          ...together("new-york", 2, NEW_YORK),
          include: files(DATED),
          exclude: [...alone, ...files(WITHOUT_ZONE)],
        },
      },
      { extends: true, test: { ...oneByOne("alone", 3, SEOUL), include: alone } },
      {
        extends: true,
        test: { ...oneByOne("alone-new-york", 4, NEW_YORK), include: files(ALONE_AND_DATED) },
      },
    ],
  },
});
