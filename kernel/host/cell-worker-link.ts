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

/** How long a worker may take to begin; far more than the slowest machine needs. */
export const READY_LIMIT_MS = 20_000;

export type Readiness =
  | { readonly ok: true }
  /** The sandbox could not take these names away. */
  | { readonly ok: false; readonly reason: "refused"; readonly names: readonly string[] }
  | { readonly ok: false; readonly reason: "dead" | "late" };

/** A worker with its questions: is it ready, does it still answer? Messages of a run go to the one listener. */
export interface CellWorkerLink {
  readonly isReady: Promise<Readiness>;
  post(message: ToCellWorker): void;
  ping(): Promise<boolean>;
  /**
   * What the worker says of a place of a value: not parsed, and undefined when the worker ended first. Waits while a
   * cell holds the worker.
   */
  open(runId: string, node: number): Promise<unknown>;
  terminate(): void;
}

export type SetTimer = (action: () => void, milliseconds: number) => () => void;

export const linkCellWorker = (
  handle: CellWorkerHandle,
  onRunMessage: (message: Extract<FromCellWorker, { nonce: string }>) => void,
  /** The worker ended by itself; `wasReady` tells whether it had ever begun. */
  onDeath: (wasReady: boolean) => void,
  setTimer: SetTimer,
): CellWorkerLink => {
  const pings = new Map<number, (isAlive: boolean) => void>();
  const openings = new Map<number, (parts: unknown) => void>();
  let nextPing = 1;
  let nextOpening = 1;
  let state: "starting" | "ready" | "ended" = "starting";
  let answerReady: (value: Readiness) => void = () => {};
  const isReady = new Promise<Readiness>((resolve) => {
    answerReady = resolve;
  });
  const settleReady = (readiness: Readiness): void => {
    if (state !== "starting") return;
    state = readiness.ok ? "ready" : "ended";
    cancelLimit();
    answerReady(readiness);
  };
  const cancelLimit = setTimer(() => settleReady({ ok: false, reason: "late" }), READY_LIMIT_MS);
  const end = (): void => {
    settleReady({ ok: false, reason: "dead" });
    state = "ended";
    for (const settle of [...pings.values()]) settle(false);
    for (const settle of [...openings.values()]) settle(undefined);
  };
  handle.onDeath(() => {
    if (state === "ended") return;
    const wasReady = state === "ready";
    end();
    onDeath(wasReady);
  });
  handle.onMessage((message) => {
    if (message.kind === "ready") settleReady({ ok: true });
    else if (message.kind === "refused") settleReady({ ok: false, reason: "refused", names: message.names });
    else if (message.kind === "pong") pings.get(message.id)?.(true);
    else if (message.kind === "opened") openings.get(message.id)?.(message.parts);
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
        if (state === "ended") return settle(false);
        pings.set(id, settle);
        handle.post({ kind: "ping", id });
      }),
    open: (runId, node) =>
      new Promise((resolve) => {
        if (state === "ended") return resolve(undefined);
        const id = nextOpening++;
        openings.set(id, (parts) => {
          openings.delete(id);
          resolve(parts);
        });
        handle.post({ kind: "open", id, runId, node });
      }),
    terminate: () => {
      end();
      handle.terminate();
    },
  };
};
