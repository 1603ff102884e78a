import { createCellRuntime } from "../cells/cell-runtime.ts";
import { installDeterminism } from "../cells/deterministic-globals.ts";
import { disableEvaluation } from "../cells/disable-evaluation.ts";
import { freezeIntrinsics } from "../cells/freeze-intrinsics.ts";
import { removeGlobals, settleGlobals } from "../cells/prelude.ts";
import { CELL_WORKER_BOOT, type FromCellWorker, type ToCellWorker } from "../cells/protocol.ts";

/** The worker that runs untrusted cells. It waits for its one private port, shuts the doors, and begins. */
const begin = (port: MessagePort): void => {
  // Deno hands a message to a port through this method, which goes with the rest of EventTarget's.
  Object.defineProperty(port, "dispatchEvent", { value: port.dispatchEvent });
  const post = port.postMessage.bind(port) as (message: FromCellWorker) => void;
  // biome-ignore lint/security/noGlobalEval: evaluating cells is this worker's purpose, inside its sandbox
  const evaluate = globalThis.eval as (code: string) => unknown;
  const determinism = installDeterminism(globalThis);
  const runtime = createCellRuntime(post, evaluate, determinism);
  const hearRejection = (event: PromiseRejectionEvent): boolean => {
    event.preventDefault();
    runtime.reportRejection(event.reason);
    return false;
  };
  globalThis.addEventListener("unhandledrejection", hearRejection);
  const isDeno = "Deno" in globalThis;
  port.onmessage = (event: MessageEvent) => runtime.receive(event.data as ToCellWorker);
  settleGlobals(globalThis);
  clearTimeout(setTimeout(() => {}, 0));
  disableEvaluation(globalThis);
  const kept = removeGlobals(globalThis);
  // Deno looks for this name when a promise fails that nobody waits for, and ends the worker without it.
  if (isDeno) Object.defineProperty(globalThis, "dispatchEvent", { value: hearRejection });
  for (const [name, value] of Object.entries(runtime.globals)) {
    Object.defineProperty(globalThis, name, {
      value,
      writable: false,
      configurable: false,
      enumerable: true,
    });
  }
  freezeIntrinsics(globalThis);
  if (kept.length > 0) {
    port.onmessage = null;
    post({ kind: "refused", names: kept });
  } else {
    post({ kind: "ready" });
  }
};

const hearBoot = (event: MessageEvent): void => {
  const port = event.ports[0];
  if (event.data !== CELL_WORKER_BOOT || !port) return;
  globalThis.removeEventListener("message", hearBoot as EventListener);
  begin(port);
};
globalThis.addEventListener("message", hearBoot as EventListener);
