import type { Notebook } from "../../../kernel/contract/document.ts";
import { applyEdit, type Edit, invertEdit } from "./edit.ts";

interface Step {
  readonly edit: Edit;
  /** When its last keystroke fell, in milliseconds of any steady clock. */
  readonly at: number;
}

/** A notebook under edit: its present value, the value on disk, and the way back and forth. */
export interface DocumentState {
  readonly notebook: Notebook;
  readonly saved: Notebook;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/** Keystrokes in one cell closer together than this are one step of undo. */
export const COALESCE_MS = 1_000;
const MAX_STEPS = 500;

export const openDocument = (notebook: Notebook, saved: Notebook = notebook): DocumentState => ({
  notebook,
  saved,
  past: [],
  future: [],
});

const coalesce = (last: Step | undefined, edit: Edit, at: number): Step | null => {
  if (last?.edit.type !== "source" || edit.type !== "source") return null;
  if (last.edit.cellId !== edit.cellId || at - last.at > COALESCE_MS) return null;
  return { edit: { ...last.edit, after: edit.after }, at };
};

/** Makes an edit and remembers it; what was undone before is forgotten. */
export const edit = (state: DocumentState, change: Edit, at: number): DocumentState => {
  const joined = coalesce(state.past.at(-1), change, at);
  const past = joined ? [...state.past.slice(0, -1), joined] : [...state.past, { edit: change, at }];
  return { ...state, notebook: applyEdit(state.notebook, change), past: past.slice(-MAX_STEPS), future: [] };
};

export const undo = (state: DocumentState): DocumentState => {
  const step = state.past.at(-1);
  if (!step) return state;
  return {
    ...state,
    notebook: applyEdit(state.notebook, invertEdit(step.edit)),
    past: state.past.slice(0, -1),
    future: [...state.future, step],
  };
};

export const redo = (state: DocumentState): DocumentState => {
  const step = state.future.at(-1);
  if (!step) return state;
  return {
    ...state,
    notebook: applyEdit(state.notebook, step.edit),
    // A step that was redone is finished: the next keystroke starts a new one.
    past: [...state.past, { edit: step.edit, at: Number.NEGATIVE_INFINITY }],
    future: state.future.slice(0, -1),
  };
};

/** `written` is what reached the disk; keystrokes made since stay unsaved. */
export const markSaved = (state: DocumentState, written: Notebook): DocumentState => ({
  ...state,
  saved: written,
});

/** Whether the notebook differs from the disk. Undoing back to what was saved makes it clean again. */
export const isDirty = ({ notebook, saved }: DocumentState): boolean =>
  notebook !== saved &&
  (notebook.title !== saved.title ||
    notebook.snapshot !== saved.snapshot ||
    notebook.asOf !== saved.asOf ||
    notebook.cells.length !== saved.cells.length ||
    notebook.cells.some((cell, index) => {
      const other = saved.cells[index]!;
      return (
        cell !== other &&
        (cell.id !== other.id ||
          cell.kind !== other.kind ||
          cell.source !== other.source ||
          JSON.stringify(cell.attributes) !== JSON.stringify(other.attributes))
      );
    }));

/** The cell that an edit or its undoing leaves one looking at, if the edit names one. */
export const cellOfEdit = (change: Edit, notebook: Notebook): string | null => {
  if (change.type === "cells") return change.changes[0]?.cellId ?? null;
  if (change.type === "snapshot" || change.type === "reload") return null;
  if (change.type === "source" || change.type === "kind" || change.type === "attributes")
    return change.cellId;
  if (change.type === "move") return notebook.cells[change.to]?.id ?? null;
  const isThere = notebook.cells.some((cell) => cell.id === change.cell.id);
  return isThere
    ? change.cell.id
    : (notebook.cells[Math.min(change.index, notebook.cells.length - 1)]?.id ?? null);
};
