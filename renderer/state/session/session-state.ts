import type { CellError, Display } from "../../../kernel/contract/display.ts";
import type { Analysis, CellStatus, Diagnostic, Variable } from "../../../kernel/contract/kernel-contract.ts";
import type { CellManifest } from "../../../kernel/contract/manifest.ts";
import type { Pause } from "../../../main/contract/debug-calls.ts";

export type KernelPhase = "off" | "starting" | "idle" | "running" | "restarting" | "failed";

export interface CellOutputs {
  readonly runNumber: number;
  readonly outputs: readonly Display[];
}

export interface LogLine {
  readonly number: number;
  readonly cellId: string | null;
  readonly level: "log" | "info" | "warn" | "error";
  readonly text: string;
}

/** What a kernel has told about one notebook. */
export interface SessionState {
  readonly kernel: KernelPhase;
  readonly kernelId: number | null;
  /** Why the kernel did not start, when it did not. */
  readonly kernelMessage: string;
  /** Whether the run under way has lasted long enough to be shown as one. */
  readonly isRunShown: boolean;
  readonly hasRun: boolean;
  readonly statuses: Readonly<Record<string, CellStatus>>;
  /** When a running cell began and when a finished one ended, milliseconds since 1970. */
  readonly changedAt: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, CellOutputs>>;
  /** What made each cell's present outputs. */
  readonly manifests: Readonly<Record<string, CellManifest>>;
  /** Where a cell stands still, while it does. */
  readonly paused: Pause | null;
  readonly analysis: Analysis | null;
  readonly sentVersion: number;
  readonly variables: readonly Variable[];
  readonly log: readonly LogLine[];
  readonly progress: { readonly cellId: string; readonly fraction: number; readonly label: string } | null;
  readonly memory: { readonly workingSetMb: number; readonly limitMb: number } | null;
  readonly cleanRun: { readonly at: number; readonly durationMs: number } | null;
}

export const emptySession: SessionState = {
  kernel: "off",
  kernelId: null,
  kernelMessage: "",
  isRunShown: false,
  hasRun: false,
  statuses: {},
  changedAt: {},
  outputs: {},
  manifests: {},
  paused: null,
  analysis: null,
  sentVersion: 0,
  variables: [],
  log: [],
  progress: null,
  memory: null,
  cleanRun: null,
};

export type SessionEvent =
  | { readonly type: "kernel-starting"; readonly isRestart: boolean }
  | { readonly type: "kernel-ready"; readonly kernelId: number }
  | { readonly type: "kernel-failed"; readonly message: string }
  | { readonly type: "kernel-gone" }
  | { readonly type: "run-started" }
  | { readonly type: "run-lasts" }
  | {
      readonly type: "run-settled";
      /** No other run is under way. */
      readonly isLast: boolean;
      /** What the kernel says of all cells when it is done. */
      readonly statuses: readonly CellStatus[];
      readonly at: number;
      readonly cleanRun: SessionState["cleanRun"];
    }
  | { readonly type: "update-sent"; readonly version: number }
  | { readonly type: "analysed"; readonly analysis: Analysis }
  /** What cells showed, and their states, together: each event makes the whole view look again. */
  | {
      readonly type: "cells";
      readonly outputs: readonly ({ readonly cellId: string } & CellOutputs)[];
      readonly statuses: readonly CellStatus[];
      readonly at: number;
    }
  | { readonly type: "manifest"; readonly runNumber: number; readonly manifest: CellManifest }
  | { readonly type: "paused"; readonly paused: Pause | null }
  | {
      readonly type: "logged";
      readonly cellId: string | null;
      readonly level: LogLine["level"];
      readonly text: string;
    }
  | { readonly type: "log-cleared" }
  | { readonly type: "variables"; readonly variables: readonly Variable[] }
  | { readonly type: "progress"; readonly progress: NonNullable<SessionState["progress"]> }
  | { readonly type: "memory"; readonly memory: NonNullable<SessionState["memory"]> };

/** What buttons and words show: a run that ends at once passes without a flicker, and its output comes the sooner. */
export const shownKernel = ({ kernel, isRunShown }: SessionState): KernelPhase =>
  kernel === "running" && !isRunShown ? "idle" : kernel;

/** One problem per error, ever: readers compare by identity, and a fresh object each time would never be equal. */
const thrown = new WeakMap<CellError, Diagnostic>();

const problemOfError = (cellId: string, error: CellError): Diagnostic => {
  const known = thrown.get(error);
  if (known) return known;
  const { line, column, code, name, message } = error;
  const place = { line: line ?? 0, column: column ?? 0, endLine: line ?? 0, endColumn: column ?? 0 };
  const text = name ? `${name}: ${message}` : message;
  const problem: Diagnostic = { cellId, severity: "error", code, message: text, ...place };
  thrown.set(error, problem);
  return problem;
};

const findProblems = ({ outputs, statuses, analysis }: SessionState): readonly Diagnostic[] => {
  const runtime = Object.entries(outputs).flatMap(([cellId, cell]) =>
    statuses[cellId]?.state !== "failed"
      ? []
      : cell.outputs.flatMap((output) =>
          output.kind === "error" ? [problemOfError(cellId, output.error)] : [],
        ),
  );
  const found = analysis?.diagnostics ?? [];
  const isNew = (problem: Diagnostic) =>
    !found.some((other) => other.cellId === problem.cellId && problem.message.includes(other.message));
  return [...found, ...runtime.filter(isNew)];
};

const groupBy = <T, Key>(items: readonly T[], keyOf: (item: T) => Key): ReadonlyMap<Key, readonly T[]> => {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
};

type Problems = Pick<SessionState, "outputs" | "statuses" | "analysis"> & {
  readonly all: readonly Diagnostic[];
  readonly byCell: ReadonlyMap<string, readonly Diagnostic[]>;
};
const none: readonly never[] = [];
/** Every cell on the screen asks for its problems after every event: they are found once for each state. */
let last: Problems | null = null;

const problemsIn = (session: SessionState): Problems => {
  const { outputs, statuses, analysis } = session;
  if (last && last.outputs === outputs && last.statuses === statuses && last.analysis === analysis)
    return last;
  const all = findProblems(session);
  last = { outputs, statuses, analysis, all, byCell: groupBy(all, ({ cellId }) => cellId) };
  return last;
};

/** What is wrong now: faults found without running, and errors of failed cells that those do not say already. */
export const problemsOf = (session: SessionState): readonly Diagnostic[] => problemsIn(session).all;

/** What is wrong now with one cell. */
export const problemsOfCell = (session: SessionState, cellId: string): readonly Diagnostic[] =>
  problemsIn(session).byCell.get(cellId) ?? none;

const linesByLog = new WeakMap<readonly LogLine[], ReadonlyMap<string | null, readonly LogLine[]>>();

/** What one cell printed, oldest first. */
export const logOfCell = ({ log }: SessionState, cellId: string): readonly LogLine[] => {
  let lines = linesByLog.get(log);
  if (!lines) {
    lines = groupBy(log, (line) => line.cellId);
    linesByLog.set(log, lines);
  }
  return lines.get(cellId) ?? none;
};
