import type { NotebookCell } from "../../kernel/contract/document.ts";
import { useActions, useTab } from "../actions/actions-context.ts";
import { nameResult } from "../actions/edit-cells.ts";
import { useShellText } from "../i18n/index.ts";
import { resultNameOf } from "../state/document/edit.ts";

/** The name by which other cells read what a SQL cell gives; taken over on Enter or when the field is left. */
export const ResultName = ({ cell }: { cell: NotebookCell }) => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  return (
    <input
      className="cell-result-name"
      aria-label={t("cell:resultName")}
      placeholder={t("cell:resultNameHint")}
      defaultValue={resultNameOf(cell)}
      spellCheck={false}
      onBlur={({ currentTarget }) => nameResult(context, tabId, cell.id, currentTarget.value.trim())}
      onKeyDown={(event) => {
        // Letters are commands of the notebook only outside of fields.
        event.stopPropagation();
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
};
