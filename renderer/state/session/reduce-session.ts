import type { CellStatus } from "../../../kernel/contract/kernel-contract.ts";
import type { LogLine, SessionEvent, SessionState } from "./session-state.ts";

const MAX_LOG_LINES = 2_000;

/** Without a kernel no result is the present one: what had finished is stale, what was under way did not end. */
const withoutKernel = (status: CellStatus): CellStatus => {
  if (status.state === "done") return { ...status, state: "stale" };
  if (status.state === "running" || status.state === "queued") return { ...status, state: "stopped" };
  return status;
};

const loseKernel = (session: SessionState): SessionState => ({
  ...session,
  kernelId: null,
  statuses: Object.fromEntries(
    Object.entries(session.statuses).map(([id, status]) => [id, withoutKernel(status)]),
  ),
  variables: [],
  paused: null,
  progress: null,
  memory: null,
});

const append = (log: readonly LogLine[], line: Omit<LogLine, "number">): readonly LogLine[] => [
  ...log.slice(1 - MAX_LOG_LINES),
  { ...line, number: (log.at(-1)?.number ?? 0) + 1 },
];

/** To a new kernel a cell with an old result is idle; to its reader the result on the screen is stale. */
const asSeen = (session: SessionState, status: CellStatus): CellStatus =>
  status.state === "idle" && session.outputs[status.cellId] ? { ...status, state: "stale" } : status;

/** A status is late when a newer run of the cell has already been heard of. */
const isLate = (session: SessionState, cellId: string, runNumber: number): boolean =>
  runNumber < Math.max(session.statuses[cellId]?.runNumber ?? 0, session.outputs[cellId]?.runNumber ?? 0);

const statusKeys = ["state", "runNumber", "durationMs", "estimateMs", "inputHash"] as const;

const withStatuses = (session: SessionState, news: readonly CellStatus[], at: number): SessionState => {
  const statuses = { ...session.statuses };
  const changedAt = { ...session.changedAt };
  let { progress } = session;
  let isChanged = false;
  for (const told of news) {
    const { cellId } = told;
    const status = asSeen(session, told);
    // Number 0 says that the kernel has no run of the cell: the present truth, however many runs there were.
    if (status.runNumber > 0 && isLate(session, cellId, status.runNumber)) continue;
    const before = statuses[cellId];
    if (before && statusKeys.every((key) => before[key] === status[key])) continue;
    isChanged = true;
    const isTimed = status.state === "running" || status.state === "done" || status.state === "failed";
    if (isTimed && before?.state !== status.state) changedAt[cellId] = at;
    if (status.state !== "running" && progress?.cellId === cellId) progress = null;
    statuses[cellId] = status;
  }
  return isChanged ? { ...session, statuses, changedAt, progress } : session;
};

const withOutputs = (
  session: SessionState,
  news: Extract<SessionEvent, { type: "cells" }>["outputs"],
): SessionState => {
  const fresh = news.filter(({ cellId, runNumber }) => !isLate(session, cellId, runNumber));
  if (fresh.length === 0) return session;
  const added = fresh.map(({ cellId, runNumber, outputs }) => [cellId, { runNumber, outputs }] as const);
  return { ...session, outputs: { ...session.outputs, ...Object.fromEntries(added) } };
};

/** What is known of a notebook's kernel after one more event. Pure; late answers of older runs change nothing. */
export const reduceSession = (session: SessionState, event: SessionEvent): SessionState => {
  switch (event.type) {
    case "kernel-starting":
      return { ...session, kernel: event.isRestart ? "restarting" : "starting", kernelMessage: "" };
    case "kernel-ready":
      // Run numbers begin anew with each kernel, so the old ones must not make the new ones look late.
      return {
        ...session,
        kernel: "idle",
        kernelId: event.kernelId,
        statuses: Object.fromEntries(
          Object.entries(session.statuses).map(([id, status]) => [id, { ...status, runNumber: 0 }]),
        ),
        outputs: Object.fromEntries(
          Object.entries(session.outputs).map(([id, outputs]) => [id, { ...outputs, runNumber: 0 }]),
        ),
      };
    case "kernel-failed":
      return { ...loseKernel(session), kernel: "failed", kernelMessage: event.message };
    case "kernel-gone":
      return { ...loseKernel(session), kernel: "restarting" };
    case "run-started":
      return {
        ...session,
        kernel: "running",
        isRunShown: session.kernel === "running" && session.isRunShown,
        hasRun: true,
      };
    case "run-lasts":
      return session.kernel === "running" ? { ...session, isRunShown: true } : session;
    case "run-settled":
      return {
        ...withStatuses(session, event.statuses, event.at),
        ...(event.isLast && {
          kernel: session.kernel === "running" ? "idle" : session.kernel,
          paused: null,
          progress: null,
        }),
        cleanRun: event.cleanRun ?? session.cleanRun,
      };
    case "update-sent":
      return { ...session, sentVersion: event.version };
    case "analysed":
      return event.analysis.version < session.sentVersion
        ? session
        : { ...session, analysis: event.analysis };
    case "cells": {
      const next = withStatuses(withOutputs(session, event.outputs), event.statuses, event.at);
      // Where a cell is seen to run, whatever ends it is there to be pressed.
      const isSeen = next.kernel === "running" && event.statuses.some(({ state }) => state === "running");
      return isSeen && !next.isRunShown ? { ...next, isRunShown: true } : next;
    }
    case "manifest": {
      const { runNumber, manifest } = event;
      if (isLate(session, manifest.cellId, runNumber)) return session;
      return { ...session, manifests: { ...session.manifests, [manifest.cellId]: manifest } };
    }
    case "paused":
      return { ...session, paused: event.paused };
    case "logged":
      return {
        ...session,
        log: append(session.log, { cellId: event.cellId, level: event.level, text: event.text }),
      };
    case "log-cleared":
      return { ...session, log: [] };
    case "variables":
      return { ...session, variables: event.variables };
    case "progress":
      return { ...session, progress: event.progress };
    case "memory":
      return { ...session, memory: event.memory };
  }
};
