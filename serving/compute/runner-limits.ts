import type { DenoLimits } from "../../kernel/deno/start-deno.ts";

/** What the process of one version may use: about two gigabytes beside Deno itself, and answers of 32 MB. */
export const runnerLimits: DenoLimits = {
  dataBytes: 3_221_225_472,
  frameBytes: 33_554_432,
  yielding: "apart",
};

/** How long a version's next process waits after the n-th death in a row, in milliseconds. */
export const backoffMs = (deaths: number): number => Math.min(60_000, 500 * 2 ** deaths);
