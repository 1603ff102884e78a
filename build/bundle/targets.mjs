/**
 * Everything that is built: what from, what to, and for which kind of place.
 * @typedef {{ group: string, kind: "window", entry: string, folder: string }} WindowTarget a page of many files
 * @typedef {{ group: string, kind: "script", entry: string, file: string, isMinified: boolean }} ScriptTarget
 *   one self-contained classic script for a browser or a worker
 * @typedef {{ group: string, kind: "deno", entry: string, file: string }} DenoTarget one module with the workers inside
 * @typedef {{ group: string, kind: "node" | "preload", entry: string, file: string }} NodeTarget
 * @typedef {{ group: string, kind: "copy", entry: string, file: string }} CopyTarget a file or folder taken as it is
 * @typedef {WindowTarget | ScriptTarget | DenoTarget | NodeTarget | CopyTarget} Target
 */

/**
 * Stack traces of cells name lines of the host and the cell worker, so these stay readable; the language worker's
 * compiler need not.
 * @type {readonly Target[]}
 */
const kernel = [
  { group: "kernel", kind: "copy", entry: "kernel/shells/window/index.html", file: "kernel/index.html" },
  {
    group: "kernel",
    kind: "script",
    entry: "kernel/shells/window/host.ts",
    file: "kernel/host.js",
    isMinified: false,
  },
  {
    group: "kernel",
    kind: "script",
    entry: "kernel/shells/cell-worker.ts",
    file: "kernel/cell-worker.js",
    isMinified: false,
  },
  {
    group: "kernel",
    kind: "script",
    entry: "kernel/parallel/pool-worker.ts",
    file: "kernel/pool-worker.js",
    isMinified: false,
  },
  {
    group: "kernel",
    kind: "script",
    entry: "bundle/runner/runner-worker.ts",
    file: "kernel/runner-worker.js",
    isMinified: false,
  },
  {
    group: "kernel",
    kind: "script",
    entry: "kernel/shells/table-worker.ts",
    file: "kernel/table-worker.js",
    isMinified: true,
  },
  {
    group: "kernel",
    kind: "script",
    entry: "kernel/shells/language-worker.ts",
    file: "kernel/language-worker.js",
    isMinified: true,
  },
  { group: "kernel", kind: "deno", entry: "kernel/shells/deno-host.ts", file: "kernel-deno/kernel.js" },
  { group: "kernel", kind: "deno", entry: "bundle/runner/deno-runner.ts", file: "kernel-deno/runner.js" },
];

/**
 * In the order they are built: the Deno kernel holds the kernel's workers, so it comes after them.
 * @type {readonly Target[]}
 */
export const targets = [
  ...kernel,
  { group: "store", kind: "node", entry: "store/shells/utility-process.ts", file: "store/store-process.js" },
  { group: "store", kind: "node", entry: "store/shells/import-process.ts", file: "store/import-process.js" },
  { group: "store", kind: "node", entry: "store/query/query-process.ts", file: "store/query-process.js" },
  { group: "bundle", kind: "node", entry: "bundle/shells/build-process.ts", file: "bundle/build-process.js" },
  { group: "cli", kind: "node", entry: "cli/asof.ts", file: "cli/asof.js" },
  { group: "cli", kind: "node", entry: "cli/bundle/bundle-commands.ts", file: "cli/bundle.js" },
  { group: "cli", kind: "node", entry: "cli/serve/serve-commands.ts", file: "cli/serve.js" },
  {
    group: "cli",
    kind: "node",
    entry: "serving/compute/compute-process.ts",
    file: "serving/compute-process.js",
  },
  { group: "cli", kind: "node", entry: "cli/publish/publish-commands.ts", file: "cli/publish.js" },
  { group: "cli", kind: "node", entry: "cli/parallel/run-worker.ts", file: "cli/run-worker.js" },
  {
    group: "sample-data",
    kind: "node",
    entry: "sample-data/make-sample-store.ts",
    file: "sample-data/make-sample-store.js",
  },
  { group: "sample-data", kind: "copy", entry: "sample-data/notebooks", file: "notebooks" },
  { group: "main", kind: "node", entry: "main/main.ts", file: "main/main.cjs" },
  { group: "main", kind: "preload", entry: "main/preload/window.ts", file: "main/preload-window.cjs" },
  { group: "main", kind: "preload", entry: "main/preload/kernel.ts", file: "main/preload-kernel.cjs" },
  { group: "bench", kind: "node", entry: "bench/measure-panel.ts", file: "bench/measure-panel.js" },
  { group: "bench", kind: "node", entry: "bench/measure-import.ts", file: "bench/measure-import.js" },
  { group: "bench", kind: "node", entry: "bench/measure-as-of.ts", file: "bench/measure-as-of.js" },
  { group: "bench", kind: "node", entry: "bench/measure-backtest.ts", file: "bench/measure-backtest.js" },
  { group: "bench", kind: "node", entry: "bench/measure-engine.ts", file: "bench/measure-engine.js" },
  { group: "bench", kind: "node", entry: "bench/measure-language.ts", file: "bench/measure-language.js" },
  { group: "bench", kind: "node", entry: "bench/measure-parallel.ts", file: "bench/measure-parallel.js" },
  { group: "bench", kind: "node", entry: "bench/measure-serving.ts", file: "bench/measure-serving.js" },
  { group: "bench", kind: "node", entry: "bench/measure-ticks.ts", file: "bench/measure-ticks.js" },
  { group: "bench", kind: "node", entry: "bench/measure-soak.ts", file: "bench/measure-soak.js" },
  { group: "bench", kind: "node", entry: "bench/serving/bench-server.ts", file: "bench/bench-server.js" },
  { group: "bench", kind: "node", entry: "bench/serving/tick-server.ts", file: "bench/tick-server.js" },
  {
    group: "bench",
    kind: "node",
    entry: "bench/serving/hostile-neighbour.ts",
    file: "bench/hostile-neighbour.js",
  },
  {
    group: "bench",
    kind: "node",
    entry: "bench/parallel/swept-strategy.ts",
    file: "bench/swept-strategy.js",
  },
  { group: "renderer", kind: "window", entry: "renderer/index.html", folder: "renderer" },
];
