const INPUT = ".monaco-editor textarea, .monaco-editor .native-edit-context, textarea";
const MAX_FRAMES = 90;

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

/** Focuses a cell's editor; editors mount when they come into view, so it may take some frames. */
export const focusEditor = (cellId: string, frames = MAX_FRAMES): void => {
  requestAnimationFrame(() => {
    const cell = cellElement(cellId);
    const input = cell?.querySelector<HTMLElement>(INPUT);
    if (input) return input.focus();
    cell?.scrollIntoView({ block: "nearest" });
    if (frames > 0) focusEditor(cellId, frames - 1);
  });
};
