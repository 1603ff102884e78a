import { type FromPoolWorker, serveSweep, type ToPoolWorker } from "../../engine/index.ts";
import { installDeterminism } from "../cells/deterministic-globals.ts";
import { disableEvaluation } from "../cells/disable-evaluation.ts";
import { freezeIntrinsics } from "../cells/freeze-intrinsics.ts";
import { removeGlobals, settleGlobals } from "../cells/prelude.ts";
import { createCellStrategyLoader } from "./load-cell-strategy.ts";
import { POOL_WORKER_BOOT } from "./spawn-pool-worker.ts";

/**
 * The worker that runs a notebook's strategy in a sweep. Strategies are cells' code, so it shuts the same doors as the
 * cell worker, in the same order, before any of it is made.
 */
const begin = (port: MessagePort): void => {
  // Deno hands a message to a port through this method, which goes with the rest of EventTarget's.
  Object.defineProperty(port, "dispatchEvent", { value: port.dispatchEvent });
  const post = port.postMessage.bind(port) as (message: FromPoolWorker) => void;
  // biome-ignore lint/security/noGlobalEval: evaluating cells is this worker's purpose, inside its sandbox
  const evaluate = globalThis.eval as (code: string) => unknown;
  const loader = createCellStrategyLoader(evaluate, installDeterminism(globalThis));
  const receive = serveSweep(post, loader.load);
  // A promise of a cell that fails while nobody waits for it changes no run.
  const hearRejection = (event: PromiseRejectionEvent): boolean => {
    event.preventDefault();
    return false;
  };
  globalThis.addEventListener("unhandledrejection", hearRejection);
  const isDeno = "Deno" in globalThis;
  port.onmessage = (event: MessageEvent) => receive(event.data as ToPoolWorker);
  settleGlobals(globalThis);
  disableEvaluation(globalThis);
  const kept = removeGlobals(globalThis);
  // Deno looks for this name when a promise fails that nobody waits for, and ends the worker without it.
  if (isDeno) Object.defineProperty(globalThis, "dispatchEvent", { value: hearRejection });
  const quiet = (): void => {};
  const silence = Object.freeze({ log: quiet, info: quiet, warn: quiet, error: quiet });
  for (const [name, value] of Object.entries({ ...loader.globals, console: silence }))
    Object.defineProperty(globalThis, name, {
      value,
      writable: false,
      configurable: false,
      enumerable: true,
    });
  freezeIntrinsics(globalThis);
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
