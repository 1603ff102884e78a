import type { Fix } from "../../kernel/contract/kernel-contract.ts";
import type { ActionContext } from "../actions/context.ts";
import { applyFix, renameName } from "../actions/mend-names.ts";
import type { LanguageHost } from "../editor/language-features.ts";
import { i18n } from "../i18n/index.ts";
import { activeTab } from "../state/app-state.ts";
import { problemsOfCell } from "../state/session/session-state.ts";
import { revealLine } from "./reveal-line.ts";

/** What a fix does, as a menu says it. */
export const titleOfFix = ({ kind, name }: Fix): string => i18n.t(`fix.${kind}`, { ns: "editor", name });

/** What the editor asks, answered for the notebook that is open. */
export const createLanguageHost = (context: ActionContext): LanguageHost => {
  const open = () => activeTab(context.store.getState());
  return {
    rename: async (cellId, line, column, newName) => {
      const tab = open();
      const refusal = tab
        ? await renameName(context, tab.id, { cellId, line, column }, newName)
        : "no-kernel";
      return refusal === null ? null : i18n.t(`rename.${refusal}`, { ns: "editor", name: newName });
    },
    reveal: (cellId, line, column) => {
      const tab = open();
      if (tab) revealLine(context, tab.id, cellId, line, column);
    },
    problemsOf: (cellId) => {
      const tab = open();
      return tab ? problemsOfCell(tab.session, cellId) : [];
    },
    applyFix: (fix) => {
      const tab = open();
      if (tab) applyFix(context, tab.id, fix);
    },
    titleOf: titleOfFix,
  };
};
