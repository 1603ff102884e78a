import { toEngineError } from "../argument-error.ts";
import { fail, type Result } from "../contract/result.ts";
import type { FromPoolWorker, ToPoolWorker } from "./pool-messages.ts";
import { isStopFlagRaised } from "./stop-flag.ts";

/** Does one task. What it throws is the task's failure. */
export type DoTask = (task: unknown) => Promise<Result<unknown>>;

/** Makes a worker ready for the tasks of one setup, or says why it cannot. */
export type Prepare = (setup: unknown, isStopped: () => boolean) => Promise<Result<DoTask>>;

/** The worker's half of a pool: give it each message of the owner. Tasks are done one at a time, in their order. */
export function servePool(
  post: (message: FromPoolWorker) => void,
  prepare: Prepare,
): (message: ToPoolWorker) => void {
  let doTask: DoTask | null = null;
  let isStopped = () => false;

  const begin = async ({ setup, stop }: Extract<ToPoolWorker, { kind: "setup" }>): Promise<void> => {
    isStopped = () => isStopFlagRaised(stop);
    const prepared = await prepare(setup, isStopped).catch(failedAt("the recipe"));
    if (!prepared.ok) return post({ kind: "refused", error: prepared.error });
    doTask = prepared.value;
    post({ kind: "ready" });
  };
  const perform = async ({ index, task }: Extract<ToPoolWorker, { kind: "task" }>): Promise<void> => {
    if (!doTask) return;
    const outcome = isStopped()
      ? fail("cancelled", "the sweep was cancelled")
      : await doTask(task).catch(failedAt("the run"));
    post({ kind: "done", index, outcome });
  };

  // A strategy may take its time to load: the next message waits, or tasks would overtake each other.
  let last: Promise<void> = Promise.resolve();
  return (message) => {
    last = last.then(() => (message.kind === "setup" ? begin(message) : perform(message)));
  };
}

const failedAt =
  (doing: string) =>
  (thrown: unknown): Result<never> => ({ ok: false, error: toEngineError(thrown, doing) });
