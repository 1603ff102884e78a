import { isDirty } from "../state/document/document-state.ts";
import type { ActionContext } from "./context.ts";
import { draftText, keepDraft } from "./keep-draft.ts";
import { endKernel } from "./kernel.ts";

/** Before the page is loaded again: what is unsaved is kept, and no kernel is left without a window. */
export const keepEverything = async (context: ActionContext): Promise<void> => {
  const { tabs } = context.store.getState();
  await Promise.all(tabs.map(({ id }) => keepDraft(context, id)));
  for (const { id } of tabs) endKernel(context, id);
};

/** Writes the open notebook, and every other with unsaved text, where the user says; the files they came from stay. */
export const saveCopies = async (context: ActionContext): Promise<void> => {
  const { tabs, activeTabId } = context.store.getState();
  for (const tab of tabs) {
    if (tab.plain || (tab.id !== activeTabId && !isDirty(tab.document))) continue;
    const suggestedName = `${tab.name.replace(/(\.nb)?\.ts$/, "")}-copy.nb.ts`;
    await context.app.call("notebook/save", {
      path: null,
      suggestedName,
      text: draftText(tab),
      overwrite: false,
    });
  }
};
