import type { EngineError, Result } from "../contract/result.ts";

/** What a worker of a pool is told. The first message is the setup, once. */
export type ToPoolWorker =
  | { readonly kind: "setup"; readonly setup: unknown; readonly stop: Int32Array }
  | { readonly kind: "task"; readonly index: number; readonly task: unknown };

/** What a worker of a pool says: whether it can begin, then one answer for each task, in the order of the tasks. */
export type FromPoolWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "refused"; readonly error: EngineError }
  | { readonly kind: "done"; readonly index: number; readonly outcome: Result<unknown> };

/** A worker as a pool holds it. A host makes it: from a Web Worker, or from a worker thread. */
export interface PoolWorker {
  post(message: ToPoolWorker): void;
  onMessage(listener: (message: FromPoolWorker) => void): void;
  /** The worker ended by itself, or threw where nobody catches; the reason in words. */
  onDeath(listener: (reason: string) => void): void;
  /** Ends it whatever it does. Its death is then not told. */
  terminate(): void;
}

export type SpawnPoolWorker = () => PoolWorker;
