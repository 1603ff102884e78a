import { serialiseNotebook } from "../../kernel/notebook/index.ts";
import { isDirty } from "../state/document/document-state.ts";
import { type ActionContext, findTab, handlesOf, notify } from "./context.ts";

/** After the last key, and at the latest after the first one: with the writing itself, under a second. */
export const KEEP_DELAY_MS = 200;
export const KEEP_AT_LATEST_MS = 400;

export const draftText = (tab: NonNullable<ReturnType<typeof findTab>>): string =>
  serialiseNotebook(tab.document.notebook, tab.written ?? undefined);

/** Keeps the unsaved text of a notebook where a crash cannot reach it, or forgets it when there is none. */
export const keepDraft = async (context: ActionContext, tabId: string): Promise<void> => {
  const handles = handlesOf(context, tabId);
  if (handles.keepTimer !== null) clearTimeout(handles.keepTimer);
  handles.keepTimer = null;
  handles.keepSince = null;
  const tab = findTab(context, tabId);
  // A file shown as text has no edits, and what is kept under its name may be all there is of it.
  if (!tab || tab.plain) return;
  const text = isDirty(tab.document) ? draftText(tab) : null;
  const answer = await context.app.call("notebook/keep", { key: tab.draftKey, name: tab.name, text });
  if (!answer.ok) {
    const values = { message: answer.error.message };
    notify(context, tabId, { id: "keep", tone: "warn", key: "banner:notKept", values });
  }
};

export const keepDraftSoon = (context: ActionContext, tabId: string): void => {
  const handles = handlesOf(context, tabId);
  const now = context.now();
  handles.keepSince ??= now;
  if (handles.keepTimer !== null) clearTimeout(handles.keepTimer);
  const left = handles.keepSince + KEEP_AT_LATEST_MS - now;
  handles.keepTimer = setTimeout(
    () => void keepDraft(context, tabId),
    Math.max(0, Math.min(KEEP_DELAY_MS, left)),
  );
};

export const forgetDraft = async (context: ActionContext, key: string, name: string): Promise<void> => {
  await context.app.call("notebook/keep", { key, name, text: null });
  context.store.setState((state) => ({ kept: state.kept.filter((draft) => draft.key !== key) }));
};
