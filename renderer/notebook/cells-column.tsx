import { Fragment, type MouseEvent, memo, useEffect } from "react";
import { useActions, useTab } from "../actions/actions-context.ts";
import { addCell } from "../actions/edit-cells.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { CellView } from "./cell-view.tsx";
import { focusEditor } from "./focus-cell.ts";
import { TrustNote } from "./trust-note.tsx";

const AddBetween = memo(({ index, tabId }: { index: number; tabId: string }) => {
  const t = useShellText();
  const context = useActions();
  return (
    <div className="add-between">
      <button
        type="button"
        aria-label={t("cell:addHere")}
        onClick={() => {
          const id = addCell(context, tabId, index);
          if (id) focusEditor(id);
        }}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
});

export const CellsColumn = memo(() => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  // Not the cells themselves: a keystroke in one would draw the whole column again.
  const ids = useTab(({ document }) => document.notebook.cells.map(({ id }) => id));
  const kinds = useTab(({ document }) => document.notebook.cells.map(({ kind }) => kind));

  // The cells' own document is someone else's text: a link in it is shown, never followed.
  const holdLink = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const address = link?.getAttribute("href");
    if (!address) return;
    event.preventDefault();
    if (!address.startsWith("#")) context.store.setState({ overlay: { kind: "link", address } });
  };
  useEffect(() => {
    document.querySelector(".cells-scroll")?.scrollTo({ top: 0 });
  }, []);
  let number = 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: it only holds links back.
    <div className="cells-scroll" onClick={holdLink} onAuxClick={holdLink}>
      <TrustNote />
      <div className="cells">
        {ids.length === 0 && (
          <div className="panel-empty">
            {t("cell:emptyNotebook")}
            <Button icon="plus" onPress={() => addCell(context, tabId, 0)}>
              {t("toolbar:cell")}
            </Button>
          </div>
        )}
        {ids.map((id, index) => {
          const isText = kinds[index] === "markdown";
          if (!isText) number++;
          return (
            <Fragment key={id}>
              <CellView cellId={id} number={isText ? index + 1 : number} index={index} />
              <AddBetween index={index + 1} tabId={tabId} />
            </Fragment>
          );
        })}
      </div>
    </div>
  );
});
