import { memo, useCallback } from "react";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { typeInCell } from "../actions/edit-cells.ts";
import { runCommand } from "../commands/command-table.ts";
import { CellEditor } from "../editor/cell-editor.tsx";
import { useShellText } from "../i18n/index.ts";
import { OutputView } from "../outputs/output-view.tsx";
import { resultNameOf } from "../state/document/edit.ts";
import { problemsOf } from "../state/session/session-state.ts";
import { CellActions } from "./cell-actions.tsx";
import { CellOutputs } from "./cell-outputs.tsx";
import { CellStatusLine } from "./cell-status-line.tsx";
import { focusCell, focusEditor } from "./focus-cell.ts";
import { ResultName } from "./result-name.tsx";

const kindKeys = { code: "cell:kindCode", markdown: "cell:kindMarkdown", sql: "cell:kindSql" } as const;

interface CellViewProps {
  readonly cell: NotebookCell;
  readonly number: number;
}

const Source = ({ cell, isActive }: { cell: NotebookCell; isActive: boolean }) => {
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const problems = useTab(({ session }) => problemsOf(session).filter(({ cellId }) => cellId === cell.id));
  const choose = useCallback(
    () =>
      updateTab(context, tabId, (tab) =>
        tab.activeCellId === cell.id ? tab : { ...tab, activeCellId: cell.id },
      ),
    [context, tabId, cell.id],
  );
  const type = useCallback(
    (source: string) => typeInCell(context, tabId, cell.id, source),
    [context, tabId, cell.id],
  );
  const command = useCallback(
    (name: "run" | "run-and-advance" | "leave-up" | "leave-down" | "escape") => {
      updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cell.id }));
      if (name === "run") runCommand(context, "run.cell");
      else if (name === "run-and-advance") runCommand(context, "run.cell-advance");
      else if (name === "leave-up") runCommand(context, "cell.previous");
      else if (name === "leave-down") runCommand(context, "cell.next");
      else {
        updateTab(context, tabId, (tab) => ({ ...tab, editingCellId: null }));
        focusCell(cell.id);
      }
    },
    [context, tabId, cell.id],
  );
  return (
    <CellEditor
      cellId={cell.id}
      kind={cell.kind}
      source={cell.source}
      isActive={isActive}
      diagnostics={problems}
      onChange={type}
      onFocus={choose}
      onCommand={command}
    />
  );
};

const RenderedText = ({ cell }: { cell: NotebookCell }) => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const edit = () => {
    updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cell.id, editingCellId: cell.id }));
    focusEditor(cell.id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the cell does the same; see the command table.
    <div className="cell-text" onDoubleClick={edit}>
      {cell.source.trim() === "" ? (
        <p className="cell-text-empty">{t("cell:emptyText")}</p>
      ) : (
        <OutputView
          cellId={cell.id}
          display={{ kind: "markdown", text: cell.source }}
          isStale={false}
          onRevealError={() => {}}
        />
      )}
    </div>
  );
};

export const CellView = memo(({ cell, number }: CellViewProps) => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const isActive = useTab(({ activeCellId }) => activeCellId === cell.id);
  const isEditing = useTab(({ editingCellId }) => editingCellId === cell.id);
  const state = useTab(({ session }) => session.statuses[cell.id]?.state ?? "idle");
  const isText = cell.kind === "markdown";
  const values = { n: number, kind: t(kindKeys[cell.kind]), state: t(`cell:${state}`) };
  const label = isText
    ? t("cell:label", { ...values, state: "" }).replace(/, $/, "")
    : t("cell:label", values);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell is a composite widget, not a group of form fields.
    <div
      className="cell"
      role="group"
      aria-label={label}
      tabIndex={isActive ? 0 : -1}
      data-cell-id={cell.id}
      data-cell-kind={cell.kind}
      data-cell-state={state}
      data-active={isActive || undefined}
      onFocus={(event) => {
        if (event.target !== event.currentTarget) return;
        updateTab(context, tabId, (tab) =>
          tab.activeCellId === cell.id ? tab : { ...tab, activeCellId: cell.id },
        );
      }}
      onPointerDown={() =>
        updateTab(context, tabId, (tab) =>
          tab.activeCellId === cell.id && (tab.editingCellId === null || tab.editingCellId === cell.id)
            ? tab
            : {
                ...tab,
                activeCellId: cell.id,
                editingCellId: tab.editingCellId === cell.id ? cell.id : null,
              },
        )
      }
    >
      <div className="cell-gutter">
        {!isText && <span className="cell-number">{number}</span>}
        <CellActions cellId={cell.id} number={number} canRun={!isText} />
      </div>
      <div className="cell-main">
        {isText && !isEditing ? (
          <RenderedText cell={cell} />
        ) : (
          <div className="cell-source">
            {cell.kind === "sql" && <ResultName key={resultNameOf(cell)} cell={cell} />}
            <Source cell={cell} isActive={isActive} />
            {!isText && <CellStatusLine cellId={cell.id} />}
          </div>
        )}
        {!isText && <CellOutputs cellId={cell.id} number={number} />}
      </div>
    </div>
  );
});
