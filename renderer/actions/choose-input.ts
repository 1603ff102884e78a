import { inputValuesOf, withInputValue } from "../../kernel/contract/input-values.ts";
import { type ActionContext, findTab } from "./context.ts";
import { changeAttributes } from "./edit-cells.ts";
import { run } from "./run.ts";

/** Waits until nothing of the notebook runs; false when it was closed meanwhile. */
const whenIdle = (context: ActionContext, tabId: string): Promise<boolean> =>
  new Promise((resolve) => {
    const look = (): boolean => {
      const tab = findTab(context, tabId);
      if (tab && tab.session.kernel === "running") return false;
      forget();
      resolve(tab !== undefined);
      return true;
    };
    let forget = (): void => {};
    if (!look()) forget = context.store.subscribe(look);
  });

/** Keeps what a reader chose in the cell's header, and runs the cell; the kernel runs what is light and reads it. */
export const chooseInput = async (
  context: ActionContext,
  tabId: string,
  cellId: string,
  name: string,
  value: string,
): Promise<void> => {
  const cell = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === cellId);
  if (!cell || inputValuesOf(cell)[name] === value) return;
  changeAttributes(context, tabId, cellId, withInputValue(cell, name, value));
  if (!(await whenIdle(context, tabId))) return;
  // A choice made meanwhile runs with its own, newer value.
  const tab = findTab(context, tabId);
  const present = tab?.document.notebook.cells.find(({ id }) => id === cellId);
  if (!tab || !present || inputValuesOf(present)[name] !== value) return;
  await run(context, tabId, { cellIds: [cellId], restart: false });
};
