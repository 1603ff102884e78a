import { useActions, useTab } from "../actions/actions-context.ts";
import { revealLine } from "./reveal-line.ts";

/** Goes to a line of a cell of the open notebook. */
export const useRevealLine = (): ((cellId: string, line: number, column: number) => void) => {
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  return (cellId, line, column) => revealLine(context, tabId, cellId, line, column);
};
