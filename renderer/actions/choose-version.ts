import { parseNotebook } from "../../kernel/notebook/index.ts";
import type { NotebookFile } from "../../main/contract/app-contract.ts";
import { withoutNotices } from "../state/app-state.ts";
import { edit, isDirty, markSaved } from "../state/document/document-state.ts";
import { type ActionContext, findTab, notify, updateTab } from "./context.ts";
import { draftText, keepDraft } from "./keep-draft.ts";
import { plainFileOf, saveNotebook, showDraft } from "./notebook-files.ts";
import { offerChoice } from "./offer-choice.ts";
import { sendCells } from "./send-cells.ts";

const endChoice = (context: ActionContext, tabId: string): void =>
  updateTab(context, tabId, (tab) => ({
    ...tab,
    theirs: null,
    notices: withoutNotices(tab.notices, "disk", "save"),
  }));

/** Takes another program's text over. What was here before comes back by Undo. */
const takeOver = (context: ActionContext, tabId: string, text: string): void => {
  const parsed = parseNotebook(text);
  endChoice(context, tabId);
  if (!parsed.ok) {
    const { message, line } = parsed.error;
    updateTab(context, tabId, (tab) => ({ ...tab, plain: { text, message, line } }));
    return;
  }
  updateTab(context, tabId, (tab) => {
    const change = { type: "reload", before: tab.document.notebook, after: parsed.notebook } as const;
    const document = markSaved(edit(tab.document, change, context.now()), parsed.notebook);
    return { ...tab, document, written: parsed.document };
  });
  void sendCells(context, tabId);
  void keepDraft(context, tabId);
};

/** What another program did to a file that is open here. Text that was typed here is never lost by it. */
export const hearChangedOnDisk = async (
  context: ActionContext,
  { path, file }: { path: string; file: NotebookFile | null },
): Promise<void> => {
  const tab = context.store.getState().tabs.find((each) => each.path === path);
  if (!tab) return;
  if (tab.plain) {
    if (file) updateTab(context, tab.id, (now) => ({ ...now, plain: plainFileOf(file) ?? now.plain }));
    return;
  }
  const values = { name: tab.name };
  if (!file) {
    notify(context, tab.id, { id: "disk", tone: "warn", key: "banner:goneOnDisk", values });
    return;
  }
  if (!isDirty(tab.document) && file.isExact) {
    const answer = await context.app.call("notebook/open", { source: { path } });
    const now = findTab(context, tab.id);
    if (!answer.ok || !answer.value || !now) return;
    // A key may have been struck while the file was read.
    if (isDirty(now.document)) return offerChoice(context, tab.id, answer.value.text);
    takeOver(context, tab.id, answer.value.text);
    notify(context, tab.id, { id: "disk", tone: "info", key: "banner:reloaded", values });
    return;
  }
  offerChoice(context, tab.id, file.text);
};

/** Reload: theirs. Keep mine: mine is written over theirs. Both: mine becomes a notebook of its own, unsaved. */
export const chooseVersion = async (
  context: ActionContext,
  tabId: string,
  choice: "theirs" | "mine" | "both",
): Promise<void> => {
  const tab = findTab(context, tabId);
  if (!tab || tab.theirs === null) return;
  if (choice === "mine") {
    endChoice(context, tabId);
    await saveNotebook(context, tabId, { overwrite: true });
    return;
  }
  const mine = draftText(tab);
  // The file as it is now, which may be newer than what was told.
  const answer = tab.path ? await context.app.call("notebook/open", { source: { path: tab.path } }) : null;
  const theirs = answer?.ok && answer.value ? answer.value.text : tab.theirs.text;
  takeOver(context, tabId, theirs);
  if (choice === "both") {
    const name = tab.name.replace(/(\.nb)?\.ts$/, "-mine.nb.ts");
    await showDraft(context, { key: `new:${context.now()}`, name, text: mine });
  }
};
