import type { FromPoolWorker, PoolWorker, SpawnPoolWorker } from "../../engine/index.ts";

/** The message, beside a transferred port, by which a pool worker's script is told to begin. */
export const POOL_WORKER_BOOT = "asof:pool-worker-boot";

/** Starts Web Workers for a pool, each with its one private port. */
export const spawnPoolWorkerWith =
  (createWorker: () => Worker): SpawnPoolWorker =>
  (): PoolWorker => {
    const worker = createWorker();
    const { port1, port2 } = new MessageChannel();
    let tellDeath: (reason: string) => void = () => {};
    // Deno ends the whole process for a worker's error that nobody took; a strategy's error must not do that.
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      tellDeath(event.message || "its script could not be loaded or threw");
    });
    worker.postMessage(POOL_WORKER_BOOT, [port2]);
    return {
      post: (message) => port1.postMessage(message),
      onMessage: (listener) => {
        port1.onmessage = (event) => listener(event.data as FromPoolWorker);
      },
      onDeath: (listener) => {
        tellDeath = listener;
      },
      terminate: () => {
        tellDeath = () => {};
        port1.close();
        worker.terminate();
      },
    };
  };
