import { type FromPoolWorker, serveSweep, type ToPoolWorker } from "../../engine/index.ts";
import { installDeterminism } from "../cells/deterministic-globals.ts";
import { sealGlobals } from "../cells/seal-globals.ts";
import { createCellStrategyLoader } from "./load-cell-strategy.ts";
import { POOL_WORKER_BOOT } from "./spawn-pool-worker.ts";

const quiet = (): void => {};
const silence = Object.freeze({ log: quiet, info: quiet, warn: quiet, error: quiet });

/** The worker that runs a notebook's strategy in a sweep. Strategies are cells' code, so it shuts the same doors. */
const begin = (port: MessagePort): void => {
  const post = port.postMessage.bind(port) as (message: FromPoolWorker) => void;
  // biome-ignore lint/security/noGlobalEval: evaluating cells is this worker's purpose, inside its sandbox
  const evaluate = globalThis.eval as (code: string) => unknown;
  const loader = createCellStrategyLoader(evaluate, installDeterminism(globalThis));
  const receive = serveSweep(post, loader.load);
  port.onmessage = (event: MessageEvent) => receive(event.data as ToPoolWorker);
  const kept = sealGlobals(globalThis, {
    port,
    // A promise of a cell that fails while nobody waits for it changes no run.
    onRejection: quiet,
    globals: { ...loader.globals, console: silence },
  });
  // A name that one run adds would be there for the next run of this worker, and not for those of another.
  Object.preventExtensions(globalThis);
  if (kept.length === 0) return;
  port.onmessage = null;
  const names = kept.slice(0, 10).join(", ");
  const message = `the sandbox could not take everything away from strategies (${names}), so nothing runs`;
  post({ kind: "refused", error: { code: "worker-failed", message } });
};

const hearBoot = (event: MessageEvent): void => {
  const port = event.ports[0];
  if (event.data !== POOL_WORKER_BOOT || !port) return;
  globalThis.removeEventListener("message", hearBoot as EventListener);
  begin(port);
};
globalThis.addEventListener("message", hearBoot as EventListener);
