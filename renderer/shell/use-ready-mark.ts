import { useEffect } from "react";
import { useApp } from "../actions/actions-context.ts";
import { activeTab } from "../state/app-state.ts";

/**
 * Sets `data-ready` on the root once the view can be used: the start page when it is drawn, a notebook when its
 * kernel is there and its first editor stands. Measurements and tests wait for it.
 */
export const useReadyMark = (): void => {
  const isStarted = useApp((state) => state.info !== null);
  const tabId = useApp((state) => activeTab(state)?.id ?? null);
  // A run changes nothing here: the root would draw itself again with each.
  const isUp = useApp((state) => ["idle", "running"].includes(activeTab(state)?.session.kernel ?? ""));
  const hasCode = useApp(
    (state) => activeTab(state)?.document.notebook.cells.some(({ kind }) => kind === "code") ?? false,
  );
  useEffect(() => {
    const root = document.documentElement;
    const isSame = root.dataset.readyFor === (tabId ?? "");
    if (!isSame) delete root.dataset.ready;
    if (!isStarted || (isSame && root.dataset.ready)) return;
    const mark = (view: "welcome" | "notebook") => {
      root.dataset.readyFor = tabId ?? "";
      root.dataset.ready = view;
    };
    if (tabId === null) return mark("welcome");
    if (!isUp) return;
    const hasEditor = () =>
      !hasCode || document.querySelector("[data-cell-id] [data-editor-state=mounted]") !== null;
    if (hasEditor()) return mark("notebook");
    const observer = new MutationObserver(() => {
      if (!hasEditor()) return;
      observer.disconnect();
      mark("notebook");
    });
    observer.observe(document.body, { subtree: true, attributeFilter: ["data-editor-state"] });
    return () => observer.disconnect();
  }, [isStarted, tabId, isUp, hasCode]);
};
