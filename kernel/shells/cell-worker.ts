import { createCellRuntime } from "../cells/cell-runtime.ts";
import { installDeterminism } from "../cells/deterministic-globals.ts";
import { watchProxies } from "../cells/known-proxies.ts";
import { CELL_WORKER_BOOT, type FromCellWorker, type ToCellWorker } from "../cells/protocol.ts";
import { sealGlobals } from "../cells/seal-globals.ts";

/** Settles behind whatever the worker has to do now, by a message to itself. */
const createTurn = (): (() => Promise<void>) => {
  const { port1, port2 } = new MessageChannel();
  const post = port2.postMessage.bind(port2);
  const settlers: (() => void)[] = [];
  port1.onmessage = () => settlers.shift()?.();
  // Deno hands a message to a port through this method, which goes with the rest of EventTarget's.
  Object.defineProperty(port1, "dispatchEvent", { value: port1.dispatchEvent });
  return () =>
    new Promise((resolve) => {
      settlers.push(resolve);
      post(null);
    });
};

/** The worker that runs untrusted cells. It waits for its one private port, shuts the doors, and begins. */
const begin = (port: MessagePort): void => {
  const post = port.postMessage.bind(port) as (message: FromCellWorker) => void;
  // biome-ignore lint/security/noGlobalEval: evaluating cells is this worker's purpose, inside its sandbox
  const evaluate = globalThis.eval as (code: string) => unknown;
  const now = performance.now.bind(performance);
  const determinism = installDeterminism(globalThis);
  watchProxies(globalThis);
  const runtime = createCellRuntime(post, evaluate, determinism, createTurn(), now);
  port.onmessage = (event: MessageEvent) => runtime.receive(event.data as ToCellWorker);
  const kept = sealGlobals(globalThis, {
    port,
    onRejection: runtime.reportRejection,
    globals: runtime.globals,
  });
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
