import type { Fix } from "../../kernel/contract/kernel-contract.ts";
import { offsetAt } from "../../kernel/notebook/cell-text.ts";
import { type ActionContext, findTab, handlesOf } from "./context.ts";
import { changeCells } from "./edit-cells.ts";
import { sendCells } from "./send-cells.ts";

const refusals = ["nothing-here", "not-a-name", "not-yours", "imported", "name-taken"] as const;
/** Why a name was not changed: a code of the kernel's, or that there is no kernel. */
export type RenameRefusal = (typeof refusals)[number] | "no-kernel";

/**
 * Gives the name at a place another, in all cells and as one step of undo.
 * @returns why not; null when it was done
 */
export const renameName = async (
  context: ActionContext,
  tabId: string,
  place: { readonly cellId: string; readonly line: number; readonly column: number },
  newName: string,
): Promise<RenameRefusal | null> => {
  const { kernel } = handlesOf(context, tabId);
  if (!kernel) return "no-kernel";
  await sendCells(context, tabId);
  const before = findTab(context, tabId)?.document.notebook;
  const answer = await kernel.client.call("names/rename", { ...place, newName });
  if (!answer.ok) return refusals.find((code) => code === answer.error.code) ?? "no-kernel";
  // Typed over meanwhile: the answer is about texts that are no more.
  if (findTab(context, tabId)?.document.notebook !== before) return "nothing-here";
  changeCells(context, tabId, answer.value.cells);
  return null;
};

/** Mends a fault as its fix says, in whatever cell that is. */
export const applyFix = (context: ActionContext, tabId: string, fix: Fix): void => {
  const cell = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === fix.cellId);
  if (!cell) return;
  const start = offsetAt(cell.source, fix.line, fix.column);
  const end = offsetAt(cell.source, fix.endLine, fix.endColumn);
  const source = cell.source.slice(0, start) + fix.text + cell.source.slice(end);
  changeCells(context, tabId, [{ cellId: cell.id, source, attributes: cell.attributes }]);
};
