import type { OpenTabs } from "../../main/contract/file-calls.ts";
import { type AppState, activeTab, WELCOME } from "../state/app-state.ts";
import { type ActionContext, notify } from "./context.ts";
import { activateTab, openNotebook, recoverDraft } from "./notebook-files.ts";

const openTabsOf = (state: AppState): OpenTabs => ({
  keys: state.tabs.map(({ draftKey }) => draftKey),
  active: activeTab(state)?.draftKey ?? null,
});

/** Tells the main process what is open, now and whenever that changes. */
export const tellOpenTabs = (context: ActionContext): void => {
  let said = "";
  const tell = (state: AppState): void => {
    const open = openTabsOf(state);
    const text = JSON.stringify(open);
    if (text === said) return;
    said = text;
    void context.app.call("notebook/tabs", open);
  };
  tell(context.store.getState());
  context.store.subscribe((state, before) => {
    if (state.tabs !== before.tabs || state.activeTabId !== before.activeTabId) tell(state);
  });
};

/**
 * Opens what was open before the page's process ended, with the unsaved text of each, and says so. A new notebook
 * that nothing was typed in is not there any more.
 */
export const reopenTabs = async (context: ActionContext, { keys, active }: OpenTabs): Promise<void> => {
  for (const key of keys) {
    const draft = context.store.getState().kept.find((each) => each.key === key);
    if (draft) await recoverDraft(context, draft);
    else if (key.startsWith("sample:"))
      await openNotebook(context, { sampleId: key.slice("sample:".length) });
    else if (!key.startsWith("new:")) await openNotebook(context, { path: key });
  }
  const front = context.store.getState().tabs.find(({ draftKey }) => draftKey === active);
  activateTab(context, front?.id ?? WELCOME);
  notify(context, null, { id: "page", tone: "warn", key: "banner:pageGone" });
};
