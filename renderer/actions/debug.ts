import type { DebugStep } from "../../main/contract/debug-calls.ts";
import { type ActionContext, findTab, handlesOf, updateTab } from "./context.ts";

/** The lines to tell a kernel, and as one text; null when it knows them. */
const untoldBreakpoints = (context: ActionContext, tabId: string) => {
  const { kernel, saidBreakpoints } = handlesOf(context, tabId);
  const tab = findTab(context, tabId);
  if (!kernel || !tab) return null;
  const ids = new Set(tab.document.notebook.cells.map(({ id }) => id));
  const breakpoints = Object.entries(tab.breakpoints).flatMap(([cellId, lines]) =>
    ids.has(cellId) ? lines.map((line) => ({ cellId, line })) : [],
  );
  const { kernelId } = kernel;
  const text = JSON.stringify([kernelId, breakpoints]);
  // Without any, and none told before, the debugger stays off and nobody waits for it.
  return text === (saidBreakpoints ?? JSON.stringify([kernelId, []]))
    ? null
    : { kernelId, breakpoints, text };
};

export const areBreakpointsNew = (context: ActionContext, tabId: string): boolean =>
  untoldBreakpoints(context, tabId) !== null;

/** Tells the kernel of a notebook at which lines its cells are to stand still. */
export const sendBreakpoints = async (context: ActionContext, tabId: string): Promise<void> => {
  const untold = untoldBreakpoints(context, tabId);
  if (!untold) return;
  const { kernelId, breakpoints, text } = untold;
  handlesOf(context, tabId).saidBreakpoints = text;
  await context.app.call("debug/breakpoints", { kernelId, breakpoints });
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
