import { Worker } from "node:worker_threads";
import type { FromPoolWorker, PoolWorker, SpawnPoolWorker } from "../../engine/index.ts";

export interface ThreadOptions {
  /** The built `run-worker.ts`. */
  readonly script: string | URL;
  /** A thread whose own heap grows beyond this ends alone, not the process; the shared panel does not count. */
  readonly heapMb?: number;
}

const DEFAULT_HEAP_MB = 1_024;
/** Left to itself V8 lets short-lived objects take three times 16 MB of each thread; with this they take a third. */
const SHORT_LIVED_MB = 16;

/** Starts worker threads for a pool. They are no sandbox: a thread runs only strategies of this installation. */
export const spawnThreadWith =
  ({ script, heapMb = DEFAULT_HEAP_MB }: ThreadOptions): SpawnPoolWorker =>
  (): PoolWorker => {
    const thread = new Worker(script, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: SHORT_LIVED_MB },
    });
    let tellDeath: (reason: string) => void = () => {};
    let isOver = false;
    const die = (reason: string) => {
      if (isOver) return;
      isOver = true;
      tellDeath(reason);
    };
    thread.on("error", (error: unknown) => die(error instanceof Error ? error.message : String(error)));
    thread.on("messageerror", () => die("its message could not be read"));
    thread.on("exit", (code) => die(`it ended with code ${code}`));
    return {
      post: (message) => thread.postMessage(message),
      onMessage: (listener) => {
        thread.on("message", (message: FromPoolWorker) => {
          if (!isOver) listener(message);
        });
      },
      onDeath: (listener) => {
        tellDeath = listener;
      },
      terminate: () => {
        isOver = true;
        void thread.terminate();
      },
    };
  };
