import { changeTab, withoutNotices } from "../state/app-state.ts";
import { reduceSession } from "../state/session/reduce-session.ts";
import { type ActionContext, dispatchSession, findTab, handlesOf, notify } from "./context.ts";
import { sendBreakpoints } from "./debug.ts";
import { keepRun, manifestsOf } from "./keep-run.ts";
import { restartKernel } from "./kernel.ts";
import { flushCells, isFlushDue } from "./send-cells.ts";
import { storeResults } from "./stored-results.ts";

export interface RunRequest {
  readonly cellIds: readonly string[] | "all";
  readonly restart: boolean;
}

/**
 * A run that takes longer is shown as one that is under way. The click itself is drawn meanwhile, which takes the page
 * some 20 ms: were this less, the page would draw "running" when what the cell shows has come already.
 */
const SHORT_RUN_MS = 60;

/** Codes after which something else already tells the user what happened. */
const expected = new Set(["stopped", "gone", "kernel-restarting"]);

/** One change of the state for all that a run begins with: each makes the whole view look again. */
const beginRun = (context: ActionContext, tabId: string): void =>
  context.store.setState((state) => ({
    ...changeTab(state, tabId, (tab) => ({
      ...tab,
      notices: withoutNotices(tab.notices, "kernel", "run"),
      session: reduceSession(tab.session, { type: "run-started" }),
    })),
    notices: withoutNotices(state.notices, "store"),
  }));

/** How many runs a kernel has not answered yet: one asked for during another waits in the kernel's queue. */
const underWay = new WeakMap<object, number>();
const count = (kernel: object, change: number): number => {
  const runs = (underWay.get(kernel) ?? 0) + change;
  underWay.set(kernel, runs);
  return runs;
};

/**
 * Runs cells and what they need. Settles when all of them have; tells whether the kernel answered for them. Waits for
 * nothing that is not due, so that the kernel hears of a click before the view draws itself again.
 */
export const run = async (context: ActionContext, tabId: string, request: RunRequest): Promise<boolean> => {
  // A run asked for while the kernel starts is not lost: it begins when the kernel is there.
  const { opening } = handlesOf(context, tabId);
  if (opening) await opening;
  const kernel = handlesOf(context, tabId).kernel;
  if (!kernel) return false;
  if (findTab(context, tabId)?.session.kernel !== "running") beginRun(context, tabId);
  count(kernel, 1);
  const lasting = setTimeout(() => dispatchSession(context, tabId, { type: "run-lasts" }), SHORT_RUN_MS);
  if (isFlushDue(context, tabId)) await flushCells(context, tabId);
  const told = sendBreakpoints(context, tabId);
  if (told) await told;
  const before = manifestsOf(context, tabId);
  const startedAt = context.now();
  const cellIds = request.cellIds === "all" ? ("all" as const) : [...request.cellIds];
  const answer = await kernel.client.call("cells/run", { cellIds, restart: request.restart });
  clearTimeout(lasting);
  const isLast = count(kernel, -1) === 0;
  const at = context.now();
  // The outputs are there already; what the end of a run changes around them must not hold them up.
  await context.drawn();
  if (handlesOf(context, tabId).kernel !== kernel) return false;
  const isClean =
    answer.ok && request.cellIds === "all" && answer.value.statuses.every(({ state }) => state === "done");
  dispatchSession(context, tabId, {
    type: "run-settled",
    isLast,
    statuses: answer.ok ? answer.value.statuses : [],
    at,
    cleanRun: isClean ? { at, durationMs: at - startedAt } : null,
  });
  if (!answer.ok && !expected.has(answer.error.code)) {
    const values = { message: answer.error.message };
    notify(context, tabId, { id: "run", tone: "error", key: "banner:runFailed", values });
  }
  void storeResults(context, tabId);
  if (answer.ok) {
    const scope = request.cellIds === "all" ? "notebook" : "cells";
    await keepRun(context, tabId, scope, before, { ranAt: at, durationMs: at - startedAt });
  }
  return answer.ok;
};

/**
 * Ends the running code first, so that the kernel's host can answer; then settles the run as stopped. The cells that
 * wait behind it are cancelled too, or go on as far as they need nothing of it.
 */
export const stop = async (
  context: ActionContext,
  tabId: string,
  queue: "cancel" | "keep" = "cancel",
): Promise<void> => {
  const kernel = handlesOf(context, tabId).kernel;
  if (!kernel) return;
  const { kernelId } = kernel;
  const interrupted = await context.app.call("kernel/interrupt", { kernelId });
  const stopped = await kernel.client.call("run/stop", { queue });
  if (handlesOf(context, tabId).kernel !== kernel) return;
  if (!stopped.ok && !interrupted.ok) return restartKernel(context, tabId);
  if (stopped.ok && !stopped.value.statePreserved)
    notify(context, tabId, { id: "kernel", tone: "info", key: "banner:lostState" });
};
