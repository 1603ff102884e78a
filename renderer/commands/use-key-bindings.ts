import { useEffect } from "react";
import type { ActionContext } from "../actions/context.ts";
import { activeTab } from "../state/app-state.ts";
import { type CommandScope, commandTable } from "./command-table.ts";
import { chordOf } from "./key-chord.ts";
import { createKeyResolver } from "./key-resolver.ts";

/** Keys of a chosen cell work when the cell itself, or nothing at all, has the focus: never while one types. */
const isOnCell = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof HTMLElement && target.hasAttribute("data-cell-id"));

const scopesOf = (context: ActionContext, target: EventTarget | null): Set<CommandScope> => {
  const state = context.store.getState();
  const scopes = new Set<CommandScope>(["app"]);
  if (!activeTab(state)) return scopes;
  scopes.add("notebook");
  if (isOnCell(target)) scopes.add("cell");
  return scopes;
};

/** Runs commands by key, before the editor sees those that concern the whole app. */
export const useKeyBindings = (context: ActionContext): void => {
  useEffect(() => {
    const isMac = navigator.platform.startsWith("Mac");
    const resolver = createKeyResolver(commandTable);
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || context.store.getState().overlay !== null) return;
      if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
      const command = resolver.press(chordOf(event, isMac), scopesOf(context, event.target), event.timeStamp);
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      command.run(context);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, [context]);
};
