import type { Notebook, NotebookCell } from "../../kernel/contract/document.ts";
import { resultKey, type StoredResult } from "../../kernel/notebook/index.ts";
import type { Tab } from "./app-state.ts";

// One table a notebook value: many cells ask at every keystroke.
const tables = new WeakMap<Notebook, ReadonlyMap<string, NotebookCell>>();

const cellsOf = (notebook: Notebook): ReadonlyMap<string, NotebookCell> => {
  const known = tables.get(notebook);
  if (known) return known;
  const made = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  tables.set(notebook, made);
  return made;
};

/** The stored result that stands in for one the cell does not have in this session, if there is one. */
export const storedResultOf = (tab: Tab, cellId: string): StoredResult | null =>
  tab.session.outputs[cellId] ? null : (tab.stored.get(cellId) ?? null);

/** Whether the notebook's code is another than the stored result was made from. */
export const isOutOfDate = (tab: Tab, { cellId, needs, key }: StoredResult): boolean => {
  const { notebook } = tab.document;
  return resultKey(notebook, cellId, needs, cellsOf(notebook)) !== key;
};
