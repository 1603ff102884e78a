import { memo } from "react";
import { useActions, useTab } from "../actions/actions-context.ts";
import { addCell } from "../actions/edit-cells.ts";
import { type CommandId, runCommand } from "../commands/command-table.ts";
import { Button } from "../components/button.tsx";
import type { IconName } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import type { Tab } from "../state/app-state.ts";
import { isDirty } from "../state/document/document-state.ts";
import { shownKernel } from "../state/session/session-state.ts";
import { focusEditor } from "./focus-cell.ts";

interface Counts {
  readonly cells: number;
  readonly stale: number;
  readonly failed: number;
  readonly done: number;
  readonly total: number;
  readonly hasRun: boolean;
  readonly isRunning: boolean;
}

const countCells = ({ document, session }: Tab): Counts => {
  const code = document.notebook.cells.filter(({ kind }) => kind !== "markdown");
  const states = code.map(({ id }) => session.statuses[id]?.state ?? "idle");
  return {
    cells: document.notebook.cells.length,
    stale: states.filter((state) => state === "stale" || state === "stopped").length,
    failed: states.filter((state) => state === "failed").length,
    done: states.filter((state) => state === "done").length,
    total: code.length,
    hasRun: session.hasRun,
    isRunning: shownKernel(session) === "running",
  };
};

const StateText = () => {
  const t = useShellText();
  const counts = useTab(countCells);
  const cells = t(counts.cells === 1 ? "toolbar:cellsOne" : "toolbar:cellsMany", { n: counts.cells });
  const text = counts.isRunning
    ? t("toolbar:running", { done: counts.done, n: counts.total })
    : !counts.hasRun
      ? t("toolbar:notRun", { cells })
      : counts.failed > 0
        ? t(counts.stale > 0 ? "toolbar:failedAndStale" : "toolbar:failed", {
            cells,
            failed: counts.failed,
            stale: counts.stale,
          })
        : counts.stale > 0
          ? t("toolbar:stale", { cells, n: counts.stale })
          : t("toolbar:noneStale", { cells });
  return (
    <span
      className="toolbar-state"
      role="status"
      data-stale={(counts.hasRun && counts.stale + counts.failed > 0) || undefined}
    >
      {text}
    </span>
  );
};

const RunButtons = () => {
  const t = useShellText();
  const context = useActions();
  const kernel = useTab(({ session }) => shownKernel(session));
  const button = (id: CommandId, icon: IconName, isDisabled: boolean) => (
    <Button look="plain" icon={icon} isDisabled={isDisabled} onPress={() => runCommand(context, id)}>
      {t(`command:${id}`)}
    </Button>
  );
  return (
    <>
      {button("run.all", "play", kernel !== "idle")}
      {button("run.restart-all", "restart", kernel !== "idle")}
      {button("run.stop", "stop", kernel !== "running")}
    </>
  );
};

export const Toolbar = memo(() => {
  const t = useShellText();
  const context = useActions();
  const canSave = useTab((tab) => isDirty(tab.document) || tab.path === null || tab.isSample);
  const add = () => {
    const { tabs, activeTabId } = context.store.getState();
    const tab = tabs.find(({ id }) => id === activeTabId);
    if (!tab) return;
    const at = tab.document.notebook.cells.findIndex(({ id }) => id === tab.activeCellId);
    const made = addCell(context, tab.id, at < 0 ? tab.document.notebook.cells.length : at + 1);
    if (made) focusEditor(made);
  };
  return (
    <div className="toolbar" role="toolbar" aria-label={t("region:toolbar")}>
      <RunButtons />
      <span className="toolbar-line" />
      <Button look="plain" icon="plus" onPress={add}>
        {t("toolbar:cell")}
      </Button>
      <span className="toolbar-space" />
      <StateText />
      <Button isDisabled={!canSave} onPress={() => runCommand(context, "notebook.save")}>
        {t("toolbar:save")}
      </Button>
      <Button look="primary" onPress={() => runCommand(context, "publish.start")}>
        {t("toolbar:publish")}
      </Button>
    </div>
  );
});
