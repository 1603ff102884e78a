import type { Analysis } from "../../kernel/contract/kernel-contract.ts";
import { followImports } from "../../kernel/notebook/index.ts";
import { type ActionContext, dispatchSession, findTab, handlesOf } from "./context.ts";

/** Longer than from one key to the next: while somebody types, nothing is sent and nothing comes back. */
export const UPDATE_DELAY_MS = 200;

/** Tells the editor's models the present cells, at once, if they are those of the open notebook. */
export const syncEditor = (context: ActionContext, tabId: string): void => {
  const tab = findTab(context, tabId);
  if (tab && context.store.getState().activeTabId === tabId)
    context.language.sync(tab.document.notebook.cells);
};

/** Tells the kernel and the editor's models the present cells, at once. */
export const sendCells = async (context: ActionContext, tabId: string): Promise<void> => {
  const handles = handlesOf(context, tabId);
  if (handles.updateTimer !== null) clearTimeout(handles.updateTimer);
  handles.updateTimer = null;
  const tab = findTab(context, tabId);
  if (!tab) return;
  syncEditor(context, tabId);
  if (!handles.kernel) return;
  const readSibling = async (name: string): Promise<string | null> => {
    const { path } = tab;
    if (path === null) return null;
    const answer = await context.app.call("notebook/sibling", { path, name });
    return answer.ok ? answer.value.text : null;
  };
  await followImports(tab.session.analysis?.imports ?? [], readSibling, (notebooks) =>
    sendOnce(context, tabId, notebooks),
  );
};

const sendOnce = async (
  context: ActionContext,
  tabId: string,
  notebooks: { name: string; text: string | null }[],
): Promise<Analysis | null> => {
  const { kernel } = handlesOf(context, tabId);
  const tab = findTab(context, tabId);
  if (!tab || !kernel) return null;
  const { cells, asOf, snapshot } = tab.document.notebook;
  const version = tab.session.sentVersion + 1;
  dispatchSession(context, tabId, { type: "update-sent", version });
  const answer = await kernel.client.call("cells/update", {
    version,
    snapshot: snapshot || null,
    asOf,
    cells,
    notebooks,
  });
  if (!answer.ok) return null;
  dispatchSession(context, tabId, { type: "analysed", analysis: answer.value });
  return answer.value;
};

/** Tells them soon: one update for a burst of keystrokes. */
export const sendCellsSoon = (context: ActionContext, tabId: string): void => {
  const handles = handlesOf(context, tabId);
  if (handles.updateTimer !== null) clearTimeout(handles.updateTimer);
  handles.updateTimer = setTimeout(() => void sendCells(context, tabId), UPDATE_DELAY_MS);
};

/** Whether the kernel does not have every keystroke yet, or another notebook may have been saved since. */
export const isFlushDue = (context: ActionContext, tabId: string): boolean =>
  (findTab(context, tabId)?.session.analysis?.imports.length ?? 0) > 0 ||
  handlesOf(context, tabId).updateTimer !== null;

/** Whether what the kernel said last is about a text that is no more. */
export const isTypedOver = (context: ActionContext, tabId: string): boolean => {
  const session = findTab(context, tabId)?.session;
  return (
    handlesOf(context, tabId).updateTimer !== null || session?.analysis?.version !== session?.sentVersion
  );
};

/** Before a run, the kernel must have every keystroke. */
export const flushCells = async (context: ActionContext, tabId: string): Promise<void> => {
  if (isFlushDue(context, tabId)) await sendCells(context, tabId);
};
