import { useState } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { insertIntoCell } from "../actions/edit-cells.ts";
import { insertAtCursor } from "../editor/editor-focus.ts";
import { useShellText } from "../i18n/index.ts";
import { focusEditor } from "../notebook/focus-cell.ts";
import { activeTab } from "../state/app-state.ts";

/** A name of the catalog; pressing it puts it into the active cell, or copies it where there is none. */
export const NameButton = ({ name, shown = name }: { name: string; shown?: string }) => {
  const t = useShellText();
  const context = useActions();
  const tabId = useApp((state) => activeTab(state)?.id ?? null);
  const cellId = useApp((state) => activeTab(state)?.activeCellId ?? null);
  const hasOverlay = useApp(({ overlay }) => overlay !== null);
  const [isDone, setDone] = useState(false);
  const press = async () => {
    if (tabId !== null && cellId !== null) {
      insertIntoCell(context, tabId, cellId, name, insertAtCursor);
      // Over the notebook one may want several names; beside it one goes on writing.
      if (!hasOverlay) focusEditor(cellId);
    } else await context.copyText(name);
    setDone(true);
  };
  const [todo, done] =
    cellId === null
      ? (["catalog:copy", "catalog:copied"] as const)
      : (["catalog:insert", "catalog:inserted"] as const);
  return (
    <button
      type="button"
      className="name-button"
      title={t(isDone ? done : todo, { name })}
      onBlur={() => setDone(false)}
      onClick={() => void press()}
    >
      {shown}
    </button>
  );
};
