/** What a cell says that nobody can answer outside a notebook, and what to do instead. */
const READS_STORE =
  "reads the store, and a published definition sees only the panel it is asked about. Put the value into the definition, or read a field in its signal or weights.";
const RUNS =
  "runs a backtest, which is the notebook's work. Move it into a cell of its own, behind the one that defines what is published.";
const INPUT =
  "asks the reader of the notebook. Write the value into the definition, or make it a parameter, such as param.int(20).";
const PROGRESS = "tells the notebook how far it is. Take it out of the cells that the definition needs.";

/** Names of the research API that run a backtest. */
export const runningNames: ReadonlySet<string> = new Set([
  "backtest",
  "sweep",
  "sweepCrossovers",
  "testSignal",
]);

/** Names of the research API that a published cell cannot use, each with the sentence behind "<name> …". */
export const refusedNames: ReadonlyMap<string, string> = new Map([
  ["data", READS_STORE],
  ...[...runningNames].map((name) => [name, RUNS] as const),
  ["input", INPUT],
  ["progress", PROGRESS],
]);
