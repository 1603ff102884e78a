import { type ActionContext, findTab, notify, updateTab } from "./context.ts";

/** Says that there are two texts, and asks which one to keep. */
export const offerChoice = (context: ActionContext, tabId: string, theirs: string): void => {
  const name = findTab(context, tabId)?.name ?? "";
  updateTab(context, tabId, (tab) => ({ ...tab, theirs: { text: theirs, isNewer: true } }));
  const key = "banner:changedOnDisk";
  notify(context, tabId, { id: "disk", tone: "warn", key, values: { name }, action: "choose-version" });
};
