import type { CallName, WireResult } from "../../wire/contract.ts";
import type { RunnerContract } from "../contract/runner-contract.ts";

/** The message, beside a transferred port, by which the runner's worker is told to begin. */
export const RUNNER_WORKER_BOOT = "asof:runner-worker-boot";

/** A call that the shell has parsed. */
export interface ToRunnerWorker {
  readonly id: number;
  readonly name: CallName<RunnerContract>;
  readonly input: unknown;
}

export type FromRunnerWorker =
  | { readonly kind: "answer"; readonly id: number; readonly result: WireResult<unknown> }
  /** The sandbox could not take these names away, so nothing runs. */
  | { readonly kind: "refused"; readonly names: readonly string[] };
