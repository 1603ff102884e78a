import { useEffect } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { ActionsContext, useActions, useApp } from "./actions/actions-context.ts";
import type { ActionContext } from "./actions/context.ts";
import { useKeyBindings } from "./commands/use-key-bindings.ts";
import { Overlays } from "./dialogs/overlays.tsx";
import { setEditorTheme } from "./editor/language-models.ts";
import { PageGuard } from "./faults/page-guard.tsx";
import { PartGuard } from "./faults/part-guard.tsx";
import { NotebookView } from "./notebook/notebook-view.tsx";
import { PlainFileView } from "./notebook/plain-file-view.tsx";
import { StatusBar } from "./shell/status-bar.tsx";
import { TitleBar } from "./shell/title-bar.tsx";
import { UndoToast } from "./shell/undo-toast.tsx";
import { useReadyMark } from "./shell/use-ready-mark.ts";
import { useRootAttributes } from "./shell/use-root-attributes.ts";
import { activeTab } from "./state/app-state.ts";
import { WelcomeView } from "./welcome/welcome-view.tsx";

/** A dialog that cannot be drawn is tried again when another one opens. */
const OverlayGuard = () => {
  const overlay = useApp((state) => state.overlay);
  return (
    <PartGuard of={overlay}>
      <Overlays />
    </PartGuard>
  );
};

const Frame = () => {
  const context = useActions();
  const isStarted = useApp((state) => state.info !== null);
  const language = useApp((state) => state.settings.language);
  const tabId = useApp((state) => activeTab(state)?.id ?? null);
  const isPlain = useApp((state) => activeTab(state)?.plain != null);
  const theme = useRootAttributes();
  useKeyBindings(context);
  useReadyMark();
  useEffect(() => setEditorTheme(theme), [theme]);
  if (!isStarted) return null;
  return (
    <I18nProvider locale={language === "ko" ? "ko-KR" : "en-GB"}>
      <div className="frame">
        <PartGuard>
          <TitleBar />
        </PartGuard>
        {tabId === null ? (
          <WelcomeView />
        ) : isPlain ? (
          <PlainFileView key={tabId} />
        ) : (
          <NotebookView key={tabId} />
        )}
        <PartGuard>
          <StatusBar />
        </PartGuard>
        <PartGuard>
          <UndoToast />
        </PartGuard>
        <OverlayGuard />
      </div>
    </I18nProvider>
  );
};

export const App = ({ context }: { context: ActionContext }) => (
  <ActionsContext value={context}>
    <PageGuard context={context}>
      <Frame />
    </PageGuard>
  </ActionsContext>
);
