import { type ActionContext, updateTab } from "../actions/context.ts";
import { focusEditor } from "./focus-cell.ts";

/** Goes to a line of a cell: chooses the cell, focuses its editor, puts the cursor there. */
export const revealLine = (
  context: ActionContext,
  tabId: string,
  cellId: string,
  line: number,
  column: number,
): void => {
  updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cellId, editingCellId: cellId }));
  focusEditor(cellId, line > 0 ? { line, column: Math.max(1, column) } : undefined);
};
