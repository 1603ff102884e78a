import { CELL_WORKER_BOOT, type FromCellWorker } from "../cells/protocol.ts";
import type { CellWorkerHandle } from "../host/cell-worker-link.ts";

/** Starts a cell worker and gives it its one private port. */
export const spawnWith = (createWorker: () => Worker): CellWorkerHandle => {
  const worker = createWorker();
  const { port1, port2 } = new MessageChannel();
  // Deno ends the whole process for a worker's error that nobody took; a cell's error must not do that.
  let onDeath = () => {};
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onDeath();
  });
  worker.postMessage(CELL_WORKER_BOOT, [port2]);
  return {
    post: (message) => port1.postMessage(message),
    onMessage: (listener) => {
      port1.onmessage = (event) => listener(event.data as FromCellWorker);
    },
    onDeath: (listener) => {
      onDeath = listener;
    },
    terminate: () => {
      port1.close();
      worker.terminate();
    },
  };
};
