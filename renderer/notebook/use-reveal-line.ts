import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { focusEditor } from "./focus-cell.ts";

/** Goes to a line of a cell: chooses the cell, focuses its editor, puts the cursor there. */
export const useRevealLine = (): ((cellId: string, line: number, column: number) => void) => {
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  return (cellId, line, column) => {
    updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cellId, editingCellId: cellId }));
    focusEditor(cellId, line > 0 ? { line, column: Math.max(1, column) } : undefined);
  };
};
