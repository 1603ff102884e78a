import { type ReactNode, useState } from "react";
import { useApp } from "../actions/actions-context.ts";
import { IconButton } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Tabs } from "../components/tabs.tsx";
import { useShellText } from "../i18n/index.ts";
import { type BrowseOverlay, type BrowseView, browseViews } from "../state/browse-state.ts";
import { BatchesView } from "./batches-view.tsx";
import { CalendarView } from "./calendar-view.tsx";
import { ExplainView } from "./explain-view.tsx";
import { FieldsView, UniversesView } from "./fields-view.tsx";
import { InstrumentsView } from "./instruments-view.tsx";
import { SnapshotsView } from "./snapshots-view.tsx";

interface BrowseDialogProps {
  readonly overlay: BrowseOverlay;
  onClose(): void;
}

/** Looking around in the data, over the notebook: Escape gives the notebook back as it was. */
export const BrowseDialog = ({ overlay, onClose }: BrowseDialogProps) => {
  const t = useShellText();
  const snapshot = useApp(({ catalog }) => catalog?.snapshot ?? null);
  const [view, setView] = useState<BrowseView>(overlay.view);
  const subject = (of: BrowseView) => (of === overlay.view ? (overlay.subject ?? null) : null);
  const contents: Readonly<Record<BrowseView, () => ReactNode>> = {
    fields: () => <FieldsView />,
    universes: () => <UniversesView />,
    instruments: () => <InstrumentsView subject={subject("instruments")} />,
    calendar: () => <CalendarView subject={subject("calendar")} />,
    snapshots: () => <SnapshotsView />,
    batches: () => <BatchesView subject={subject("batches")} />,
    explain: () => <ExplainView subject={overlay.cell ?? null} />,
  };
  return (
    <Dialog title={t("browse:title")} isTitleHidden className="browse" onClose={onClose}>
      <Tabs
        label={t("browse:views")}
        selected={view}
        onSelect={(id) => setView(id as BrowseView)}
        trailing={
          <div className="tabs-trailing">
            {snapshot && (
              <span className="dim">
                {t("browse:ofSnapshot", { name: snapshot.name })} <code>{snapshot.id.slice(0, 8)}</code>
              </span>
            )}
            <IconButton icon="close" label={t("browse:close")} onPress={onClose} />
          </div>
        }
        items={browseViews.map((id) => ({
          id,
          title: t(`browse:${id}`),
          // A panel that is not shown exists in name only, and asks nothing.
          content: id === view ? contents[id]() : null,
        }))}
      />
    </Dialog>
  );
};
