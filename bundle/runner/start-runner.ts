import { resolve } from "node:path";
import { type DenoLimits, startDeno } from "../../kernel/deno/start-deno.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { type RunnerContract, runnerContract } from "../contract/runner-contract.ts";

/** A process that runs one published definition. */
export interface Runner {
  readonly client: Client<RunnerContract>;
  /** What it wrote to its error stream: why it ended, if it did. */
  errors(): string;
  /** Whether it was ended because it said too much. */
  isTooLoud(): boolean;
  end(): void;
}

/** Where the build puts the script, seen from a command beside it. */
export const builtRunnerScript = (): string => resolve(import.meta.dirname, "../kernel-deno/runner.js");

/** Starts a runner in a Deno process without permissions: for a replay, and for live decisions alike. */
export const startRunner = (
  script: string = builtRunnerScript(),
  limits: DenoLimits = {},
  executable?: string,
): Runner => {
  const { ports, errors, isTooLoud, end } = startDeno(script, 1, limits, executable);
  return { client: connect(ports[0]!, runnerContract), errors, isTooLoud, end };
};
