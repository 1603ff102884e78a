import type { ParityMode } from "../contract/parity.ts";
import { type FromRunnerWorker, RUNNER_WORKER_BOOT, type ToRunnerWorker } from "../runner/worker-messages.ts";
import { type Replayed, type Runs, replayCase, unpackCase } from "./parity-case.ts";

/** A runner in a worker of the kernel's page, told to begin. */
const runnerIn = (worker: Worker): Runs => {
  const { port1, port2 } = new MessageChannel();
  const waiting = new Map<number, (result: never) => void>();
  port1.onmessage = ({ data }) => {
    const message = data as FromRunnerWorker;
    if (message.kind === "refused") throw new Error(`not sealed: ${message.names.join(", ")}`);
    waiting.get(message.id)!(message.result as never);
    waiting.delete(message.id);
  };
  worker.postMessage(RUNNER_WORKER_BOOT, [port2]);
  let lastId = 0;
  const call = (name: ToRunnerWorker["name"], input: unknown) =>
    new Promise<never>((resolve) => {
      const id = ++lastId;
      waiting.set(id, resolve);
      port1.postMessage({ id, name, input } satisfies ToRunnerWorker);
    });
  return { call: call as unknown as Runs["call"] };
};

let runner: Runs | null = null;

/** Replays a case in a worker that holds the runner's script. */
export const replayInPage = async (
  worker: Worker,
  packedCase: string,
  wrongIn: ParityMode | null,
): Promise<Replayed> => {
  runner ??= runnerIn(worker);
  return replayCase(runner, unpackCase(packedCase), wrongIn);
};
