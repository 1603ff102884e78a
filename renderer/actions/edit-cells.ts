import type { CellKind, NotebookCell } from "../../kernel/contract/document.ts";
import { newCellId } from "../../kernel/notebook/index.ts";
import type { Tab } from "../state/app-state.ts";
import { cellOfEdit, edit, redo, undo } from "../state/document/document-state.ts";
import { type CellChange, type Edit, resultNameOf, withResultName } from "../state/document/edit.ts";
import { type ActionContext, findTab, updateTab } from "./context.ts";
import { keepDraftSoon } from "./keep-draft.ts";
import { sendCellsSoon, syncEditor } from "./send-cells.ts";
import { tellDirty } from "./tell-dirty.ts";

/** @param isTyped in a cell's own editor, which knows it already: a key must not look at all cells */
const afterChange = (context: ActionContext, tabId: string, isTyped = false): void => {
  if (!isTyped) syncEditor(context, tabId);
  sendCellsSoon(context, tabId);
  keepDraftSoon(context, tabId);
  tellDirty(context);
};

const change = (context: ActionContext, tabId: string, made: Edit, activeCellId?: string | null): void => {
  updateTab(context, tabId, (tab) => ({
    ...tab,
    document: edit(tab.document, made, context.now()),
    activeCellId: activeCellId === undefined ? tab.activeCellId : activeCellId,
  }));
  afterChange(context, tabId, made.type === "source");
};

const indexOf = (tab: Tab, cellId: string): number =>
  tab.document.notebook.cells.findIndex((cell) => cell.id === cellId);

export const typeInCell = (context: ActionContext, tabId: string, cellId: string, after: string): void => {
  const before = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === cellId)?.source;
  if (before === undefined || before === after) return;
  change(context, tabId, { type: "source", cellId, before, after });
};

/** Adds an empty cell at `index` and chooses it. */
export const addCell = (
  context: ActionContext,
  tabId: string,
  index: number,
  kind: CellKind = "code",
): string | null => {
  const tab = findTab(context, tabId);
  if (!tab) return null;
  const taken = new Set(tab.document.notebook.cells.map(({ id }) => id));
  let id = newCellId(context.random);
  while (taken.has(id)) id = newCellId(context.random);
  const cell: NotebookCell = { id, kind, source: "", attributes: [] };
  change(context, tabId, { type: "insert", index, cell }, id);
  return id;
};

export const deleteCell = (context: ActionContext, tabId: string, cellId: string): void => {
  const tab = findTab(context, tabId);
  const index = tab ? indexOf(tab, cellId) : -1;
  if (!tab || index < 0) return;
  const { cells } = tab.document.notebook;
  const next = cells[index + 1] ?? cells[index - 1];
  change(context, tabId, { type: "remove", index, cell: cells[index]! }, next?.id ?? null);
  context.store.setState((state) => ({ deleted: { tabId, number: (state.deleted?.number ?? 0) + 1 } }));
};

export const moveCell = (context: ActionContext, tabId: string, cellId: string, by: -1 | 1): void => {
  const tab = findTab(context, tabId);
  const from = tab ? indexOf(tab, cellId) : -1;
  const to = from + by;
  if (!tab || from < 0 || to < 0 || to >= tab.document.notebook.cells.length) return;
  change(context, tabId, { type: "move", from, to }, cellId);
};

export const changeKind = (context: ActionContext, tabId: string, cellId: string, after: CellKind): void => {
  const tab = findTab(context, tabId);
  const before = tab?.document.notebook.cells.find(({ id }) => id === cellId)?.kind;
  if (before === undefined || before === after) return;
  change(context, tabId, { type: "kind", cellId, before, after });
};

/** Gives the result of a SQL cell the name under which other cells see it. */
export const nameResult = (context: ActionContext, tabId: string, cellId: string, name: string): void => {
  const cell = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === cellId);
  if (!cell || resultNameOf(cell) === name) return;
  changeAttributes(context, tabId, cellId, withResultName(cell, name));
};

/** Gives a cell other attributes, such as what a reader chose for its inputs. */
export const changeAttributes = (
  context: ActionContext,
  tabId: string,
  cellId: string,
  after: NotebookCell["attributes"],
): void => {
  const cell = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === cellId);
  if (cell) change(context, tabId, { type: "attributes", cellId, before: cell.attributes, after });
};

/** Gives several cells other texts, as one step of undo. */
export const changeCells = (
  context: ActionContext,
  tabId: string,
  texts: readonly ({ readonly cellId: string } & Pick<NotebookCell, "source" | "attributes">)[],
): void => {
  const cells = findTab(context, tabId)?.document.notebook.cells ?? [];
  const changes = texts.flatMap(({ cellId, ...after }): CellChange[] => {
    const cell = cells.find(({ id }) => id === cellId);
    return cell ? [{ cellId, before: { source: cell.source, attributes: cell.attributes }, after }] : [];
  });
  if (changes.length > 0) change(context, tabId, { type: "cells", changes });
};

const travel = (context: ActionContext, tabId: string, direction: "undo" | "redo"): void => {
  const document = findTab(context, tabId)?.document;
  const step = direction === "undo" ? document?.past.at(-1) : document?.future.at(-1);
  if (!step) return;
  updateTab(context, tabId, (tab) => {
    const next = (direction === "undo" ? undo : redo)(tab.document);
    const seen = cellOfEdit(step.edit, next.notebook);
    return { ...tab, document: next, activeCellId: seen ?? tab.activeCellId };
  });
  context.store.setState({ deleted: null });
  afterChange(context, tabId);
};

export const undoEdit = (context: ActionContext, tabId: string): void => travel(context, tabId, "undo");
export const redoEdit = (context: ActionContext, tabId: string): void => travel(context, tabId, "redo");

/** Has the notebook read another snapshot of the store; its cells are stale until they run on it. */
export const chooseSnapshot = (context: ActionContext, tabId: string, after: string): void => {
  const before = findTab(context, tabId)?.document.notebook.snapshot;
  if (before === undefined || before === after) return;
  change(context, tabId, { type: "snapshot", before, after });
};

/** Puts text into a cell: at its editor's cursor, or on a line at the end while nobody edits it. */
export const insertIntoCell = (
  context: ActionContext,
  tabId: string,
  cellId: string,
  text: string,
  insertAtCursor: (cellId: string, text: string) => boolean,
): void => {
  if (insertAtCursor(cellId, text)) return;
  const before = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === cellId)?.source;
  if (before === undefined) return;
  const joint = before === "" || before.endsWith("\n") ? "" : "\n";
  typeInCell(context, tabId, cellId, `${before}${joint}${text}`);
};
