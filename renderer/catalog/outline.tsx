import { useMemo } from "react";
import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { useShellText } from "../i18n/index.ts";
import { focusCell } from "../notebook/focus-cell.ts";
import { outlineEntries } from "./outline-entries.ts";

export const Outline = () => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const cells = useTab(({ document }) => document.notebook.cells);
  const analysis = useTab(({ session }) => session.analysis);
  const activeCellId = useTab((tab) => tab.activeCellId);
  const entries = useMemo(() => outlineEntries(cells, analysis), [cells, analysis]);
  if (entries.length === 0) return <p className="panel-empty">{t("outline:empty")}</p>;
  return (
    <nav aria-label={t("outline:label")}>
      <ul className="outline">
        {entries.map(({ key, cellId, kind, level, text }) => (
          <li key={key}>
            <button
              type="button"
              data-kind={kind}
              data-active={cellId === activeCellId || undefined}
              style={{ paddingInlineStart: 12 + 12 * (level - 1) }}
              onClick={() => {
                updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cellId }));
                focusCell(cellId);
              }}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};
