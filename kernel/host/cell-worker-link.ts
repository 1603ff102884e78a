import type { FromCellWorker, ToCellWorker } from "../cells/protocol.ts";

/** A cell worker as the host holds it. Shells make it from a Worker; tests from a runtime in the same process. */
export interface CellWorkerHandle {
  post(message: ToCellWorker): void;
  onMessage(listener: (message: FromCellWorker) => void): void;
  /** The worker ended by itself, or its script threw where nobody catches. */
  onDeath(listener: () => void): void;
  terminate(): void;
}

export type SpawnCellWorker = () => CellWorkerHandle;

/** How long a worker may take to answer before it counts as stuck. */
export const PING_LIMIT_MS = 300;

/** A worker with its questions: is it ready, does it still answer? Messages of a run go to the one listener. */
export interface CellWorkerLink {
  readonly isReady: Promise<
    { readonly ok: true } | { readonly ok: false; readonly names: readonly string[] }
  >;
  post(message: ToCellWorker): void;
  ping(): Promise<boolean>;
  terminate(): void;
}

export type SetTimer = (action: () => void, milliseconds: number) => () => void;

export const linkCellWorker = (
  handle: CellWorkerHandle,
  onRunMessage: (message: Extract<FromCellWorker, { nonce: string }>) => void,
  setTimer: SetTimer,
): CellWorkerLink => {
  const pings = new Map<number, () => void>();
  let nextPing = 1;
  let settleReady: (value: Awaited<CellWorkerLink["isReady"]>) => void = () => {};
  const isReady = new Promise<Awaited<CellWorkerLink["isReady"]>>((resolve) => {
    settleReady = resolve;
  });
  handle.onMessage((message) => {
    if (message.kind === "ready") settleReady({ ok: true });
    else if (message.kind === "refused") settleReady({ ok: false, names: message.names });
    else if (message.kind === "pong") pings.get(message.id)?.();
    else onRunMessage(message);
  });
  return {
    isReady,
    post: (message) => handle.post(message),
    ping: () =>
      new Promise((resolve) => {
        const id = nextPing++;
        const cancel = setTimer(() => settle(false), PING_LIMIT_MS);
        const settle = (isAlive: boolean) => {
          pings.delete(id);
          cancel();
          resolve(isAlive);
        };
        pings.set(id, () => settle(true));
        handle.post({ kind: "ping", id });
      }),
    terminate: () => handle.terminate(),
  };
};
