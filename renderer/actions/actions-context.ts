import { createContext, useContext, useRef } from "react";
import { useStore } from "zustand";
import { type AppState, activeTab, type Tab } from "../state/app-state.ts";
import { sameMembers } from "../state/same-members.ts";
import type { ActionContext } from "./context.ts";

export const ActionsContext = createContext<ActionContext | null>(null);

export const useActions = (): ActionContext => {
  const context = useContext(ActionsContext);
  if (!context) throw new Error("A component that acts must stand inside ActionsContext.");
  return context;
};

/** Reads the app's state; rerenders when what the selector answers differs by its own members. */
export const useApp = <T>(selector: (state: AppState) => T): T => {
  const last = useRef<T>(undefined);
  return useStore(useActions().store, (state) => {
    const next = selector(state);
    if (!sameMembers(last.current, next)) last.current = next;
    return last.current as T;
  });
};

/** Reads the open notebook; for parts that stand only inside one. */
export const useTab = <T>(selector: (tab: Tab) => T): T =>
  useApp((state) => {
    const tab = activeTab(state);
    if (!tab) throw new Error("No notebook is open.");
    return selector(tab);
  });
