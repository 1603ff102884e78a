import type { DebugStep } from "../../main/contract/debug-calls.ts";
import { type ActionContext, findTab, handlesOf, updateTab } from "./context.ts";

/** The breakpoints of the cells that there are. */
const breakpointsOf = (context: ActionContext, tabId: string) => {
  const tab = findTab(context, tabId);
  if (!tab) return [];
  const ids = new Set(tab.document.notebook.cells.map(({ id }) => id));
  return Object.entries(tab.breakpoints).flatMap(([cellId, lines]) =>
    ids.has(cellId) ? lines.map((line) => ({ cellId, line })) : [],
  );
};

/**
 * Tells the kernel of a notebook at which lines its cells are to stand still. Settles when they hold, also when they
 * were told before and do not hold yet; null where nothing is to be told: without breakpoints, and none told before, the
 * debugger stays off and nobody waits for it.
 */
export const sendBreakpoints = (context: ActionContext, tabId: string): Promise<unknown> | null => {
  const handles = handlesOf(context, tabId);
  const kernelId = handles.kernel?.kernelId;
  const breakpoints = breakpointsOf(context, tabId);
  if (kernelId === undefined || (breakpoints.length === 0 && handles.debuggedKernel !== kernelId))
    return null;
  handles.debuggedKernel = breakpoints.length > 0 ? kernelId : null;
  return context.app.call("debug/breakpoints", { kernelId, breakpoints });
};

/** The breakpoints of a cell, by line from 1. */
export const setBreakpoints = (
  context: ActionContext,
  tabId: string,
  cellId: string,
  lines: readonly number[],
): void => {
  updateTab(context, tabId, (tab) => ({ ...tab, breakpoints: { ...tab.breakpoints, [cellId]: lines } }));
  void sendBreakpoints(context, tabId);
};

/** One step of a cell that stands still, or lets it go on. */
export const debugStep = async (context: ActionContext, tabId: string, step: DebugStep): Promise<void> => {
  const kernelId = handlesOf(context, tabId).kernel?.kernelId;
  if (kernelId !== undefined) await context.app.call("debug/step", { kernelId, step });
};
