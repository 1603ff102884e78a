import { readResults, type StoredResult, storedResult, writeResults } from "../../kernel/notebook/index.ts";
import type { Tab } from "../state/app-state.ts";
import { isDirty } from "../state/document/document-state.ts";
import { type ActionContext, findTab, notify, updateTab } from "./context.ts";
import { flushCells } from "./send-cells.ts";

/** Reads what is kept beside a notebook. A sidecar that is not there, or is not one, is nothing to speak of. */
export const loadResults = async (context: ActionContext, tabId: string): Promise<void> => {
  const path = findTab(context, tabId)?.path;
  if (!path) return;
  const answer = await context.app.call("results/read", { path });
  const bytes = answer.ok ? answer.value.bytes : null;
  const stored = bytes && readResults(bytes);
  if (stored) updateTab(context, tabId, (tab) => ({ ...tab, stored }));
};

/** The results to keep: of each cell the present one, or else the one that was stored. */
const resultsOf = (tab: Tab, now: number): StoredResult[] => {
  const { notebook } = tab.document;
  const { statuses, outputs, analysis, changedAt } = tab.session;
  const needs = new Map(analysis?.cells.map((cell) => [cell.cellId, cell.needs]));
  const cellById = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  return notebook.cells.flatMap(({ id }): StoredResult[] => {
    const kept = tab.stored.get(id);
    const shown = outputs[id];
    if (statuses[id]?.state !== "done" || !shown) return kept ? [kept] : [];
    const needsOf = (cellId: string) => needs.get(cellId) ?? [];
    const made = storedResult(notebook, id, needsOf, shown.outputs, changedAt[id] ?? now, cellById);
    return made ? [made] : [];
  });
};

/** Keeps the results beside a notebook that is saved as it stands. */
export const storeResults = async (context: ActionContext, tabId: string): Promise<void> => {
  // The kernel must have every keystroke: a result is kept under the code that made it and no other.
  await flushCells(context, tabId);
  const tab = findTab(context, tabId);
  if (!tab?.path || tab.isSample || tab.plain || isDirty(tab.document)) return;
  const results = resultsOf(tab, context.now());
  const isSame =
    results.length === tab.stored.size && results.every((each) => tab.stored.get(each.cellId) === each);
  if (isSame) return;
  const answer = await context.app.call("results/write", { path: tab.path, bytes: writeResults(results) });
  if (!answer.ok) {
    const values = { message: answer.error.message };
    notify(context, tabId, { id: "results", tone: "warn", key: "banner:resultsNotStored", values });
    return;
  }
  const stored = new Map(results.map((result) => [result.cellId, result]));
  updateTab(context, tabId, (now) => ({ ...now, stored }));
};
