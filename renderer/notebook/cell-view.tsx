import { memo, useCallback, useMemo, useRef, useState } from "react";
import type { Notebook, NotebookCell } from "../../kernel/contract/document.ts";
import type { CellState } from "../../kernel/contract/kernel-contract.ts";
import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { setBreakpoints } from "../actions/debug.ts";
import { redoEdit, typeInCell, undoEdit } from "../actions/edit-cells.ts";
import { runCommand } from "../commands/command-table.ts";
import { DebugBar } from "../debug/debug-bar.tsx";
import { CellEditor } from "../editor/cell-editor.tsx";
import type { EditorCommand } from "../editor/editor-commands.ts";
import { estimateHeight } from "../editor/editor-options.ts";
import { useNearViewport } from "../editor/use-near-viewport.ts";
import { PartGuard } from "../faults/part-guard.tsx";
import { useShellText } from "../i18n/index.ts";
import { OutputGuard } from "../outputs/output-guard.tsx";
import { OutputView } from "../outputs/output-view.tsx";
import { resultNameOf } from "../state/document/edit.ts";
import { problemsOfCell } from "../state/session/session-state.ts";
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

const none: readonly number[] = [];

const Source = ({ cell, isActive }: { cell: NotebookCell; isActive: boolean }) => {
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const problems = useTab(({ session }) => problemsOfCell(session, cell.id));
  const breakpoints = useTab((tab) => tab.breakpoints[cell.id] ?? none);
  const stoppedLine = useTab(({ session }) =>
    session.paused?.cellId === cell.id ? session.paused.line : null,
  );
  const setLines = useCallback(
    (lines: readonly number[]) => setBreakpoints(context, tabId, cell.id, lines),
    [context, tabId, cell.id],
  );
  const undoesCells = useTab(({ document }) => document.past.at(-1)?.edit.type === "cells");
  const redoesCells = useTab(({ document }) => document.future.at(-1)?.edit.type === "cells");
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
    (name: EditorCommand) => {
      updateTab(context, tabId, (tab) => ({ ...tab, activeCellId: cell.id }));
      if (name === "run") runCommand(context, "run.cell");
      else if (name === "run-and-advance") runCommand(context, "run.cell-advance");
      else if (name === "leave-up") runCommand(context, "cell.previous");
      else if (name === "leave-down") runCommand(context, "cell.next");
      else if (name === "undo") undoEdit(context, tabId);
      else if (name === "redo") redoEdit(context, tabId);
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
      breakpoints={breakpoints}
      stoppedLine={stoppedLine}
      onBreakpoints={setLines}
      undoesCells={undoesCells}
      redoesCells={redoesCells}
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
  const display = useMemo(() => ({ kind: "markdown", text: cell.source }) as const, [cell.source]);
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
        <OutputGuard display={display}>
          <OutputView cellId={cell.id} display={display} isStale={false} onRevealError={() => {}} />
        </OutputGuard>
      )}
    </div>
  );
};

interface ContentProps extends CellViewProps {
  readonly isActive: boolean;
  readonly isPointed: boolean;
}

const Content = memo(({ cell, number, isActive, isPointed }: ContentProps) => {
  const isEditing = useTab(({ editingCellId }) => editingCellId === cell.id);
  const isText = cell.kind === "markdown";
  return (
    <>
      <div className="cell-gutter">
        {!isText && <span className="cell-number">{number}</span>}
        <div className="cell-actions-place" data-cell-kind={cell.kind}>
          {/* Buttons with their menu are most of what a cell costs that comes into sight. */}
          {(isActive || isPointed) && <CellActions cellId={cell.id} number={number} canRun={!isText} />}
        </div>
      </div>
      <div className="cell-main">
        {isText && !isEditing ? (
          <RenderedText cell={cell} />
        ) : (
          <div className="cell-source">
            <PartGuard>
              {cell.kind === "sql" && <ResultName key={resultNameOf(cell)} cell={cell} />}
              <Source cell={cell} isActive={isActive} />
            </PartGuard>
            {!isText && <CellStatusLine cellId={cell.id} />}
            {cell.kind === "code" && <DebugBar cellId={cell.id} />}
          </div>
        )}
        {!isText && (
          <PartGuard>
            <CellOutputs cellId={cell.id} number={number} />
          </PartGuard>
        )}
      </div>
    </>
  );
});

/** How far from the visible part of the page, in px, a cell has its content. */
const CONTENT_MARGIN = 500;
/** Cells that are there before the page has been measured. */
const FIRST_CELLS = 6;
/** Of a cell nobody has seen: its code, and the lines around it. */
const guessHeight = (cell: NotebookCell): number => estimateHeight(cell.source, 19) + 2;

const byId = new WeakMap<readonly NotebookCell[], ReadonlyMap<string, NotebookCell>>();
const goneCell: NotebookCell = { id: "", kind: "code", source: "", attributes: [] };

/** A cell by its id. One that is gone is asked for once more, before the column has drawn itself without it. */
const cellOf = ({ cells }: Notebook, cellId: string): NotebookCell => {
  let map = byId.get(cells);
  if (!map) {
    map = new Map(cells.map((cell) => [cell.id, cell]));
    byId.set(cells, map);
  }
  return map.get(cellId) ?? goneCell;
};

interface Seen {
  readonly tabId: string;
  readonly cell: NotebookCell;
  readonly isActive: boolean;
  readonly state: CellState;
  /** A chart that was zoomed and a table that was scrolled stay as they are. */
  readonly hasOutputs: boolean;
}

/** A cell. Far from what is seen it is a place of its height and its name; what it shows comes when one comes near. */
export const CellView = memo((props: { cellId: string; number: number; index: number }) => {
  const { cellId, number, index } = props;
  const t = useShellText();
  const context = useActions();
  const { tabId, cell, isActive, state, hasOutputs } = useTab(
    (tab): Seen => ({
      tabId: tab.id,
      cell: cellOf(tab.document.notebook, cellId),
      isActive: tab.activeCellId === cellId,
      state: tab.session.statuses[cellId]?.state ?? "idle",
      hasOutputs: tab.session.outputs[cellId] !== undefined,
    }),
  );
  const [isPointed, setPointed] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const height = useRef<number | null>(null);
  const keepHeight = useCallback((left: number) => {
    height.current = left;
  }, []);
  const isNear = useNearViewport(element, CONTENT_MARGIN, index < FIRST_CELLS, keepHeight);
  const wasShown = useRef(false);
  const isShown = isNear || isActive || (hasOutputs && wasShown.current);
  wasShown.current ||= isShown;
  const isText = cell.kind === "markdown";
  const values = { n: number, kind: t(kindKeys[cell.kind]), state: t(`cell:${state}`) };
  const label = isText
    ? t("cell:label", { ...values, state: "" }).replace(/, $/, "")
    : t("cell:label", values);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell is a composite widget, not a group of form fields.
    <div
      ref={element}
      className="cell"
      role="group"
      aria-label={label}
      tabIndex={isActive ? 0 : -1}
      data-cell-id={cell.id}
      data-cell-kind={cell.kind}
      data-cell-state={state}
      data-active={isActive || undefined}
      style={isShown ? undefined : { height: height.current ?? guessHeight(cell) }}
      onFocus={(event) => {
        if (event.target !== event.currentTarget) return;
        updateTab(context, tabId, (tab) =>
          tab.activeCellId === cell.id ? tab : { ...tab, activeCellId: cell.id },
        );
      }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      // On its way down: a button in the cell keeps a press to itself, and chosen with its release the cell would be
      // drawn anew just when what the button does is to be shown.
      onPointerDownCapture={() =>
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
      <PartGuard>
        {isShown && <Content cell={cell} number={number} isActive={isActive} isPointed={isPointed} />}
      </PartGuard>
    </div>
  );
});
