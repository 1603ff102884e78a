import { isDirty } from "../state/document/document-state.ts";
import type { ActionContext } from "./context.ts";

const said = new WeakMap<ActionContext, boolean>();

/** Tells the window whether something is unsaved, when that is news: keystrokes come many a second. */
export const tellDirty = (context: ActionContext): void => {
  const isAnyDirty = context.store.getState().tabs.some((tab) => isDirty(tab.document));
  if (said.get(context) === isAnyDirty) return;
  said.set(context, isAnyDirty);
  void context.app.call("window/set-dirty", { isDirty: isAnyDirty });
};
