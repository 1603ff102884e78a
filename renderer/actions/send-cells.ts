import { type ActionContext, dispatchSession, findTab, handlesOf } from "./context.ts";

export const UPDATE_DELAY_MS = 80;

/** Tells the kernel and the editor's models the present cells, at once. */
export const sendCells = async (context: ActionContext, tabId: string): Promise<void> => {
  const handles = handlesOf(context, tabId);
  if (handles.updateTimer !== null) clearTimeout(handles.updateTimer);
  handles.updateTimer = null;
  const tab = findTab(context, tabId);
  if (!tab) return;
  const { cells, asOf, snapshot } = tab.document.notebook;
  if (context.store.getState().activeTabId === tabId) context.language.sync(cells);
  if (!handles.kernel) return;
  const version = tab.session.sentVersion + 1;
  dispatchSession(context, tabId, { type: "update-sent", version });
  const answer = await handles.kernel.client.call("cells/update", {
    version,
    snapshot: snapshot || null,
    asOf,
    cells,
  });
  if (answer.ok) dispatchSession(context, tabId, { type: "analysed", analysis: answer.value });
};

/** Tells them soon: one update for a burst of keystrokes. */
export const sendCellsSoon = (context: ActionContext, tabId: string): void => {
  const handles = handlesOf(context, tabId);
  if (handles.updateTimer !== null) clearTimeout(handles.updateTimer);
  handles.updateTimer = setTimeout(() => void sendCells(context, tabId), UPDATE_DELAY_MS);
};

/** Before a run, the kernel must have every keystroke. */
export const flushCells = async (context: ActionContext, tabId: string): Promise<void> => {
  if (handlesOf(context, tabId).updateTimer !== null) await sendCells(context, tabId);
};
