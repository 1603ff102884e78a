import { setTimeout as wait } from "node:timers/promises";
import { CALM, describeTaken, withTaken } from "../taken-by-host.mjs";
import type { Measured } from "./open-loop.ts";

const RUNS = 3;
const MOST_RUNS = 6;
/** Some hosts give less to whoever has just had all. */
const REST_MS = 3_000;

export interface Best {
  readonly best: Measured;
  /** Of all runs. */
  readonly errors: number;
  /** How much the host took meanwhile, as an addition to what is said of the figure. */
  readonly taken: string;
}

/** The best of three runs that had the machine to themselves; of the one that had most of it, when there were none. */
export const bestOfCalm = async (measure: () => Promise<Measured>, by: "p95" | "p99"): Promise<Best> => {
  const runs: Awaited<ReturnType<typeof withTaken<Measured>>>[] = [];
  const calm = () => runs.filter(({ taken }) => (taken ?? 0) <= CALM);
  while (calm().length < RUNS && runs.length < MOST_RUNS) {
    if (runs.length > 0) await wait(REST_MS);
    runs.push(await withTaken(measure));
  }
  const calmest = runs.reduce((a, b) => ((b.taken ?? 0) < (a.taken ?? 0) ? b : a));
  const best = calm().reduce((a, b) => (b.result[by] < a.result[by] ? b : a), calm()[0] ?? calmest);
  const errors = runs.reduce((sum, { result }) => sum + result.errors, 0);
  return { best: best.result, errors, taken: describeTaken(best) };
};
