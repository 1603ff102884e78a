import { z } from "zod";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { FromCellWorker, RunCell, ToCellWorker } from "../cells/protocol.ts";
import { type CellError, cellErrorSchema, type Display, displaySchema } from "../contract/display.ts";
import { type InspectedPart, inspectedPartsSchema } from "../contract/inspected-value.ts";
import { type Variable, variableSchema } from "../contract/kernel-contract.ts";
import { type BacktestRecord, backtestRecordSchema } from "../contract/manifest.ts";
import {
  type CellWorkerLink,
  linkCellWorker,
  type Readiness,
  type SetTimer,
  type SpawnCellWorker,
} from "./cell-worker-link.ts";
import { createRequestGate } from "./request-gate.ts";

export interface RunEnd {
  readonly outputs: readonly Display[];
  readonly error: CellError | null;
  readonly variables: readonly Variable[];
  readonly backtests: readonly BacktestRecord[];
  readonly wasStopped: boolean;
}

type RunMessage = Extract<FromCellWorker, { nonce: string }>;
type ConsoleMessage = Extract<FromCellWorker, { kind: "console" }>;
type RequestMessage = Extract<FromCellWorker, { kind: "request" }>;

export interface CellRunnerOptions {
  readonly spawn: SpawnCellWorker;
  readonly setTimer: SetTimer;
  readonly createNonce: () => string;
  readonly onConsole: (cellId: string, level: ConsoleMessage["level"], text: string) => void;
  readonly onProgress: (cellId: string, fraction: number, label: string) => void;
  /** The worker died by itself, and with it every definition; a fresh one has taken its place. */
  readonly onDeath: () => void;
  readonly onRequest: (cellId: string, request: RequestMessage) => Promise<WireResult<unknown>>;
}

/** One worker that runs, one spare that waits. Runs are one at a time; each settles, whatever the worker does. */
export interface CellRunner {
  run(message: Omit<RunCell, "kind" | "nonce">): Promise<RunEnd>;
  post(message: ToCellWorker): void;
  /** The next level of what a cell showed. */
  open(keptAs: string, node: number): Promise<WireResult<{ readonly parts: InspectedPart[] }>>;
  /** Ends the present run; tells whether the worker, and so every definition, is still there. */
  stop(): Promise<boolean>;
  /** Begins with a fresh worker. */
  restart(): void;
  close(): void;
}

// A cell worker is not trusted: what it says is plain data or nothing.
const doneSchema = z.object({
  outputs: z.array(displaySchema).max(200),
  error: cellErrorSchema.nullable(),
  variables: z.array(variableSchema).max(10_000),
  backtests: z.array(backtestRecordSchema).max(1_000),
});
const placeSchema = z.object({ line: z.number().int(), column: z.number().int() });
const MAX_CONSOLE_MESSAGES = 1_100;
const MAX_CONSOLE_TEXT = 10_000;

export const failureOf = (code: string, name: string, message: string, hint = ""): CellError => ({
  code,
  name,
  message,
  line: null,
  column: null,
  frames: [],
  hint,
});
const nothing = { outputs: [], variables: [], backtests: [] };
const endWith = (error: CellError): RunEnd => ({ ...nothing, error, wasStopped: false });
const notReadyFailure = (readiness: Exclude<Readiness, { ok: true }>): CellError => {
  if (readiness.reason === "refused") {
    const what = readiness.names.slice(0, 10).join(", ");
    const text = `The sandbox could not take everything away from cells (${what}), so nothing runs.`;
    return failureOf(
      "sandbox-refused",
      "SandboxError",
      text,
      "Please report this with your system's version.",
    );
  }
  const how = readiness.reason === "late" ? "did not begin in time" : "ended before it began";
  return failureOf("worker-not-ready", "WorkerError", `The worker of the cells ${how}: run the cell again.`);
};
/** Parts that wait for the worker at a time. */
const MAX_OPENINGS = 100;
const tooManyOpenings = wireError("too-many-requests", "Too many parts are being opened: wait for them.");
const goneValue = wireError(
  "value-gone",
  "The kernel does not have this value any more: run the cell again.",
);
const unreadableParts = wireError("bad-parts", "What the cell's worker says of this value cannot be shown.");
const tooManyRequests = wireError("too-many-requests", "The cell asks for too much at once.");
const stoppedEnd: RunEnd = { ...nothing, error: null, wasStopped: true };

export const createCellRunner = (options: CellRunnerOptions): CellRunner => {
  let current: {
    readonly nonce: string;
    readonly cellId: string;
    readonly isOpenable: boolean;
    lines: number;
    readonly settle: (end: RunEnd) => void;
  } | null = null;
  let openingCount = 0;
  /** Ends a run that still waits for its worker to be ready. */
  let cancelPreparation: () => void = () => {};
  let standing: ToCellWorker | null = null;
  const gate = createRequestGate();

  const hear = (worker: CellWorkerLink, message: RunMessage): void => {
    const run = current;
    if (worker !== active || !run || message.nonce !== run.nonce) return;
    switch (message.kind) {
      case "console":
        if (++run.lines > MAX_CONSOLE_MESSAGES) return;
        options.onConsole(run.cellId, message.level, String(message.text).slice(0, MAX_CONSOLE_TEXT));
        return;
      case "progress":
        options.onProgress(run.cellId, Number(message.fraction) || 0, String(message.label).slice(0, 200));
        return;
      case "request":
        void gate
          .enter(() => options.onRequest(run.cellId, message))
          .then((answered) => {
            // The run is over: what it asked for and did not wait for must not reach the next.
            if (current !== run) return;
            const answer = answered ?? tooManyRequests;
            const common = { kind: "answer", nonce: run.nonce, id: message.id } as const;
            if (answer.ok) return worker.post({ ...common, ok: true, value: answer.value });
            const { code, message: text, details } = answer.error;
            const place = placeSchema.safeParse(details).data;
            worker.post({ ...common, ok: false, code, message: text, place });
          });
        return;
      case "done": {
        const parsed = doneSchema.safeParse(message);
        // By the run's own name and no other, whatever the cell says.
        const named = (display: Display): Display => {
          if (display.kind !== "value") return display;
          const { keptAs: _, ...value } = display;
          return run.isOpenable ? { ...value, keptAs: run.nonce } : value;
        };
        const fault = "The cell's outputs are not of a kind that can be shown.";
        run.settle(
          parsed.success
            ? { ...parsed.data, outputs: parsed.data.outputs.map(named), wasStopped: false }
            : endWith(failureOf("bad-output", "OutputError", fault)),
        );
      }
    }
  };
  const spawn = (): CellWorkerLink => {
    const worker: CellWorkerLink = linkCellWorker(
      options.spawn(),
      (message) => hear(worker, message),
      (wasReady) => hearDeath(worker, wasReady),
      options.setTimer,
    );
    return worker;
  };
  const hearDeath = (worker: CellWorkerLink, wasReady: boolean): void => {
    if (worker === spare) spare = null;
    // One that never began is replaced when next a cell is run, so that a broken start is not tried for ever.
    if (worker !== active || !wasReady) return;
    const run = current;
    swap();
    run?.settle(
      endWith(failureOf("worker-died", "WorkerError", "The worker of the cells ended in this run.")),
    );
    options.onDeath();
  };
  let active: CellWorkerLink = spawn();
  let spare: CellWorkerLink | null = spawn();

  const swap = (): void => {
    active.terminate();
    active = spare ?? spawn();
    spare = spawn();
    if (standing) active.post(standing);
  };
  const run = async (message: Omit<RunCell, "kind" | "nonce">): Promise<RunEnd> => {
    const worker = active;
    const cancelled = new Promise<null>((resolve) => {
      cancelPreparation = () => resolve(null);
    });
    const readiness = await Promise.race([worker.isReady, cancelled]);
    if (readiness === null || worker !== active) return stoppedEnd;
    if (!readiness.ok) {
      if (readiness.reason !== "refused") swap();
      return endWith(notReadyFailure(readiness));
    }
    return new Promise((resolve) => {
      const nonce = options.createNonce();
      const settle = (end: RunEnd) => {
        if (current?.nonce === nonce) {
          current = null;
          gate.clear();
        }
        resolve(end);
      };
      const { cellId, isOpenable = false } = message;
      current = { nonce, cellId, isOpenable, lines: 0, settle };
      worker.post({ kind: "run", nonce, ...message });
    });
  };
  return {
    run,
    post: (message) => {
      if (message.kind === "names") standing = message;
      active.post(message);
    },
    open: async (keptAs, node) => {
      if (openingCount >= MAX_OPENINGS) return tooManyOpenings;
      openingCount++;
      try {
        const parsed = inspectedPartsSchema.nullish().safeParse(await active.open(keptAs, node));
        if (!parsed.success) return unreadableParts;
        return parsed.data ? wireOk({ parts: parsed.data }) : goneValue;
      } finally {
        openingCount--;
      }
    },
    stop: async () => {
      const run = current;
      const worker = active;
      cancelPreparation();
      if (!run) return true;
      const isAlive = await worker.ping();
      // The run may have ended meanwhile, and another worker taken this one's place.
      if (!isAlive && worker === active) swap();
      else worker.post({ kind: "abandon", nonce: run.nonce });
      run.settle(stoppedEnd);
      return worker === active;
    },
    restart: () => {
      const run = current;
      cancelPreparation();
      swap();
      run?.settle(stoppedEnd);
    },
    close: () => {
      active.terminate();
      spare?.terminate();
    },
  };
};
