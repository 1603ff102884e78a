import type { Notebook } from "../../kernel/contract/document.ts";
import type { Fix } from "../../kernel/contract/kernel-contract.ts";
import { offsetAt } from "../../kernel/notebook/cell-text.ts";
import { type ActionContext, findTab, handlesOf } from "./context.ts";
import { changeCells } from "./edit-cells.ts";
import { isTypedOver, sendCells } from "./send-cells.ts";

const refusals = ["nothing-here", "not-a-name", "not-yours", "imported", "name-taken"] as const;
/** Why a name was not changed: a code of the kernel's, that somebody types on and on, or that there is no kernel. */
export type RenameRefusal = (typeof refusals)[number] | "typed-over" | "no-kernel";

interface Place {
  readonly cellId: string;
  readonly line: number;
  readonly column: number;
}

/** Typing pauses for as long as the kernel takes to answer, sooner than in so many questions. */
const TRIES = 10;

/** The name at a place, or where it ends; null where there is none. */
const nameAt = ({ cells }: Notebook, { cellId, line, column }: Place): string | null => {
  const source = cells.find(({ id }) => id === cellId)?.source ?? "";
  const offset = offsetAt(source, line, column);
  for (const { 0: name, index } of source.matchAll(/[\p{ID_Continue}$]+/gu))
    if (index <= offset && offset <= index + name.length) return name;
  return null;
};

/**
 * Gives the name at a place another, in all cells and as one step of undo. What is typed while the kernel answers stays:
 * it is asked again about the newer text, as long as the name is where it was.
 * @returns why not; null when it was done
 */
export const renameName = async (
  context: ActionContext,
  tabId: string,
  place: Place,
  newName: string,
): Promise<RenameRefusal | null> => {
  const { kernel } = handlesOf(context, tabId);
  const present = () => findTab(context, tabId)?.document.notebook;
  let before = present();
  if (!kernel || !before) return "no-kernel";
  const name = nameAt(before, place);
  for (let tries = 0; tries < TRIES; tries++) {
    await sendCells(context, tabId);
    const answer = await kernel.client.call("names/rename", { ...place, newName });
    const after = present();
    if (after === before) {
      if (!answer.ok) return refusals.find((code) => code === answer.error.code) ?? "no-kernel";
      changeCells(context, tabId, answer.value.cells);
      return null;
    }
    if (!after || nameAt(after, place) !== name) return "nothing-here";
    before = after;
  }
  return "typed-over";
};

/**
 * Mends a fault as its fix says, in whatever cell that is. A fix of a text that was typed over since would write into
 * the middle of something else: it does nothing, and the fault is told anew in a moment if it is still there.
 */
export const applyFix = (context: ActionContext, tabId: string, fix: Fix): void => {
  if (isTypedOver(context, tabId)) return;
  const cell = findTab(context, tabId)?.document.notebook.cells.find(({ id }) => id === fix.cellId);
  if (!cell) return;
  const start = offsetAt(cell.source, fix.line, fix.column);
  const end = offsetAt(cell.source, fix.endLine, fix.endColumn);
  const source = cell.source.slice(0, start) + fix.text + cell.source.slice(end);
  changeCells(context, tabId, [{ cellId: cell.id, source, attributes: cell.attributes }]);
};
