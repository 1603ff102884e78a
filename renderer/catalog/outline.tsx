import { memo, useCallback, useRef } from "react";
import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { useShellText } from "../i18n/index.ts";
import { focusCell } from "../notebook/focus-cell.ts";
import { type OutlineEntry, outlineEntries, sameEntries } from "./outline-entries.ts";

interface EntryProps {
  readonly entry: OutlineEntry;
  readonly isActive: boolean;
  readonly onChoose: (cellId: string) => void;
}

const Entry = memo(({ entry: { cellId, kind, level, text }, isActive, onChoose }: EntryProps) => (
  <li>
    <button
      type="button"
      data-kind={kind}
      data-active={isActive || undefined}
      style={{ paddingInlineStart: 12 + 12 * (level - 1) }}
      onClick={() => onChoose(cellId)}
    >
      {text}
    </button>
  </li>
));

export const Outline = () => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const known = useRef<readonly OutlineEntry[]>([]);
  const entries = useTab(({ document, session }) => {
    known.current = sameEntries(known.current, outlineEntries(document.notebook.cells, session.analysis));
    return known.current;
  });
  const activeCellId = useTab((tab) => tab.activeCellId);
  const choose = useCallback(
    (cellId: string) => {
      updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cellId }));
      focusCell(cellId);
    },
    [context, tabId],
  );
  if (entries.length === 0) return <p className="panel-empty">{t("outline:empty")}</p>;
  return (
    <nav aria-label={t("outline:label")}>
      <ul className="outline">
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} isActive={entry.cellId === activeCellId} onChoose={choose} />
        ))}
      </ul>
    </nav>
  );
};
