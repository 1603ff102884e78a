import type { editor } from "monaco-editor/editor";

export type EditorPlace = "start" | "end" | "keep" | { readonly line: number; readonly column: number };

interface Mounted {
  readonly mount: () => void;
  editor: editor.IStandaloneCodeEditor | null;
}

const cells = new Map<string, Mounted>();
let waiting: { readonly cellId: string; readonly place: EditorPlace } | null = null;

/** Puts the cursor into a cell's editor, mounting it first when it shows still code. */
export const focusCellEditor = (cellId: string, place: EditorPlace = "keep"): void => {
  const cell = cells.get(cellId);
  waiting = { cellId, place };
  if (cell?.editor) giveFocus(cellId, cell.editor);
  else cell?.mount();
};

const giveFocus = (cellId: string, target: editor.IStandaloneCodeEditor): void => {
  if (waiting?.cellId !== cellId) return;
  const { place } = waiting;
  waiting = null;
  const model = target.getModel();
  if (place !== "keep" && model) {
    const last = model.getLineCount();
    const position =
      place === "start"
        ? { lineNumber: 1, column: 1 }
        : place === "end"
          ? { lineNumber: last, column: model.getLineMaxColumn(last) }
          : model.validatePosition({ lineNumber: place.line, column: place.column });
    target.setPosition(position);
    target.revealPosition(position);
  }
  target.focus();
};

/** Puts text where the cursor of a cell's editor stands, over what is selected; false while the cell shows still code. */
export const insertAtCursor = (cellId: string, text: string): boolean => {
  const target = cells.get(cellId)?.editor;
  const selection = target?.getSelection();
  if (!target || !selection) return false;
  target.pushUndoStop();
  target.executeEdits("catalog", [{ range: selection, text, forceMoveMarkers: true }]);
  target.pushUndoStop();
  return true;
};

/** Registers a cell's place on the page; `mount` asks it to become an editor. */
export const registerCell = (cellId: string, mount: () => void): (() => void) => {
  const entry: Mounted = { mount, editor: null };
  cells.set(cellId, entry);
  if (waiting?.cellId === cellId) mount();
  return () => {
    if (cells.get(cellId) === entry) cells.delete(cellId);
  };
};

/** Tells that a cell's editor is there, or gone. */
export const registerEditor = (cellId: string, target: editor.IStandaloneCodeEditor | null): void => {
  const entry = cells.get(cellId);
  if (entry) entry.editor = target;
  if (target) giveFocus(cellId, target);
};
