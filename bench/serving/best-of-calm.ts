import { setTimeout as wait } from "node:timers/promises";
import { CALM, calmer, describeTaken, withTaken } from "../taken-by-host.mjs";
import type { Measured } from "./open-loop.ts";

const RUNS = 3;
const MOST_RUNS = 6;
/** Some hosts give less to whoever has just had all. */
const REST_MS = 3_000;

export interface Best {
  readonly best: Measured;
  /** Of all runs. */
  readonly errors: number;
  /** Of how many runs it is the best, and how much the host took meanwhile. */
  readonly how: string;
}

/** The best of three runs that had the machine to themselves; of the one that had most of it, when there were none. */
export const bestOfCalm = async (measure: () => Promise<Measured>, by: "p95" | "p99"): Promise<Best> => {
  const runs: Awaited<ReturnType<typeof withTaken<Measured>>>[] = [];
  const calm = () => runs.filter(({ taken }) => (taken ?? 0) <= CALM);
  while (calm().length < RUNS && runs.length < MOST_RUNS) {
    if (runs.length > 0) await wait(REST_MS);
    runs.push(await withTaken(measure));
  }
  const candidates = calm().length > 0 ? calm() : [runs.reduce((a, b) => calmer(a, b))];
  const best = candidates.reduce((a, b) => (b.result[by] < a.result[by] ? b : a));
  const errors = runs.reduce((sum, { result }) => sum + result.errors, 0);
  return {
    best: best.result,
    errors,
    how: `best of ${candidates.length} by ${by}${describeTaken(best)}`,
  };
};
