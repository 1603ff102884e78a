import type { LoadStrategy } from "../../engine/index.ts";
import { installDeterminism } from "../cells/deterministic-globals.ts";
import { sealGlobals } from "../cells/seal-globals.ts";
import { createCellStrategyLoader } from "./load-cell-strategy.ts";

const quiet = (): void => {};
const silence = Object.freeze({ log: quiet, info: quiet, warn: quiet, error: quiet });

/** What a worker does with the strategies of cells. */
export interface SealedWorker<Received> {
  readonly receive: (message: Received) => void;
  /** The sandbox could not take these names away, so nothing runs. */
  readonly refuse: (names: readonly string[]) => void;
}

/**
 * Begins once, when the boot message brings a port. Strategies are cells' code, anybody's, so the doors of a cell
 * worker are shut before any of it runs.
 */
export const beginSealedWorker = <Received, Sent>(
  boot: string,
  serve: (post: (message: Sent) => void, load: LoadStrategy) => SealedWorker<Received>,
): void => {
  const begin = (port: MessagePort): void => {
    const post = port.postMessage.bind(port) as (message: Sent) => void;
    // biome-ignore lint/security/noGlobalEval: evaluating cells is this worker's purpose, inside its sandbox
    const evaluate = globalThis.eval as (code: string) => unknown;
    const loader = createCellStrategyLoader(evaluate, installDeterminism(globalThis));
    const { receive, refuse } = serve(post, loader.load);
    port.onmessage = (event: MessageEvent) => receive(event.data as Received);
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
    refuse(kept.slice(0, 10));
  };
  const hearBoot = (event: MessageEvent): void => {
    const port = event.ports[0];
    if (event.data !== boot || !port) return;
    globalThis.removeEventListener("message", hearBoot as EventListener);
    begin(port);
  };
  globalThis.addEventListener("message", hearBoot as EventListener);
};
