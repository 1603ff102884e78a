import { useEffect } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { undoEdit } from "../actions/edit-cells.ts";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";

const SHOWN_MS = 8_000;

/** Offers a deleted cell back. It stays while the notebook's last step is the deletion, for some seconds. */
export const UndoToast = () => {
  const t = useShellText();
  const context = useActions();
  const deleted = useApp((state) => state.deleted);
  const isLastStep = useApp(
    (state) =>
      state.tabs.find(({ id }) => id === state.deleted?.tabId)?.document.past.at(-1)?.edit.type === "remove",
  );
  useEffect(() => {
    if (!deleted) return;
    const timer = setTimeout(() => context.store.setState({ deleted: null }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [deleted, context]);
  return (
    <section className="toasts" aria-label={t("toast:label")} aria-live="polite">
      {deleted && isLastStep && (
        <div className="toast">
          <span>{t("toast:deleted")}</span>
          <Button look="plain" onPress={() => undoEdit(context, deleted.tabId)}>
            {t("toast:undo")}
          </Button>
        </div>
      )}
    </section>
  );
};
