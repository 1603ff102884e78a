import { focusCellEditor } from "../editor/editor-focus.ts";

const cellElement = (cellId: string): HTMLElement | null =>
  document.querySelector(`[data-cell-id="${CSS.escape(cellId)}"]`);

/** Focuses a cell as a whole, so that the keys of a chosen cell work. Waits for a cell that is about to appear. */
export const focusCell = (cellId: string, frames = 5): void => {
  requestAnimationFrame(() => {
    const cell = cellElement(cellId);
    if (!cell) {
      if (frames > 0) focusCell(cellId, frames - 1);
      return;
    }
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest" });
  });
};

/** Focuses a cell's editor, at a place when one is given. */
export const focusEditor = (cellId: string, place?: { line: number; column: number }): void => {
  cellElement(cellId)?.scrollIntoView({ block: "nearest" });
  focusCellEditor(cellId, place ?? "keep");
};
