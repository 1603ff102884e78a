import { memo } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { type CommandId, commandById, runCommand } from "../commands/command-table.ts";
import { readableChord } from "../commands/key-chord.ts";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { Menu } from "../components/menu.tsx";
import { useShellText } from "../i18n/index.ts";
import { isMac } from "../shell/platform.ts";

const inMenu: readonly CommandId[] = [
  "cell.add-above",
  "cell.add-below",
  "cell.move-up",
  "cell.move-down",
  "cell.origin",
  "cell.to-markdown",
  "cell.to-code",
  "cell.to-sql",
  "cell.delete",
];
const keysOf = (id: CommandId): string => {
  const chord = commandById.get(id)?.keys[0];
  return chord ? readableChord(chord, isMac) : "";
};

const useAct = (cellId: string): ((command: string) => void) => {
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  return (command) => {
    updateTab(context, tabId, (tab) =>
      tab.activeCellId === cellId ? tab : { ...tab, activeCellId: cellId },
    );
    runCommand(context, command);
  };
};

const RunButton = ({ cellId }: { cellId: string }) => {
  const t = useShellText();
  const act = useAct(cellId);
  // While another cell runs, or the kernel starts, it stays as it is: a run asked for meanwhile waits.
  const isDisabled = useTab(({ session }) => {
    const state = session.statuses[cellId]?.state;
    return state === "running" || state === "queued" || session.kernel === "failed";
  });
  return (
    <IconButton
      icon="play"
      className="run-cell"
      label={t("cell:run")}
      keys={keysOf("run.cell")}
      isDisabled={isDisabled}
      onPress={() => act("run.cell")}
    />
  );
};

interface CellActionsProps {
  readonly cellId: string;
  readonly number: number;
  readonly canRun: boolean;
}

/** What one can do with a cell, shown in its gutter while it is chosen or under the pointer. */
export const CellActions = memo(({ cellId, number, canRun }: CellActionsProps) => {
  const t = useShellText();
  const act = useAct(cellId);
  return (
    <div className="cell-actions">
      {canRun && <RunButton cellId={cellId} />}
      <Menu
        label={t("cell:actions", { n: number })}
        trigger={
          <AriaButton className="icon-button" aria-label={t("cell:more", { n: number })}>
            <Icon name="more" />
          </AriaButton>
        }
        entries={inMenu.map((id) => ({ id, title: t(`command:${id}`), keys: keysOf(id) }))}
        onChoose={act}
      />
    </div>
  );
});
