import { beginSealedWorker } from "../../kernel/parallel/begin-sealed-worker.ts";
import { wireError } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { RunnerContract } from "../contract/runner-contract.ts";
import { serveDefinition } from "./serve-definition.ts";
import { type FromRunnerWorker, RUNNER_WORKER_BOOT, type ToRunnerWorker } from "./worker-messages.ts";

/** The worker that runs a published definition. */
beginSealedWorker<ToRunnerWorker, FromRunnerWorker>(RUNNER_WORKER_BOOT, (post, load) => {
  const handlers = serveDefinition(load) as Record<string, (input: never) => unknown> &
    Handlers<RunnerContract>;
  const answer = async ({ id, name, input }: ToRunnerWorker): Promise<void> => {
    try {
      post({ kind: "answer", id, result: await handlers[name](input as never) });
    } catch (thrown) {
      post({ kind: "answer", id, result: wireError("internal", String(thrown)) });
    }
  };
  return {
    receive: (call) => void answer(call),
    refuse: (names) => post({ kind: "refused", names }),
  };
});
