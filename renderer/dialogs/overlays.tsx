import { useActions, useApp } from "../actions/actions-context.ts";
import { closeWithoutSaving, saveAndClose } from "../actions/notebook-files.ts";
import { BrowseDialog } from "../browse/browse-dialog.tsx";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { useShellText } from "../i18n/index.ts";
import { ImportDialog } from "../import/import-dialog.tsx";
import { ComparisonDialog } from "../origin/comparison-dialog.tsx";
import { OriginDialog } from "../origin/origin-dialog.tsx";
import { DeskDialog } from "../publishing/desk-dialog.tsx";
import { PublishDialog } from "../publishing/wizard/publish-dialog.tsx";
import { ReferenceDialog } from "../reference/reference-dialog.tsx";
import { Palette } from "./palette.tsx";
import { Settings } from "./settings.tsx";
import { Shortcuts } from "./shortcuts.tsx";

const LinkDialog = ({ address, onClose }: { address: string; onClose(): void }) => {
  const t = useShellText();
  const { copyText } = useActions();
  const copy = () => void copyText(address).then(onClose);
  const footer = (
    <>
      <Button look="plain" onPress={onClose}>
        {t("link:close")}
      </Button>
      <Button look="primary" onPress={copy}>
        {t("link:copy")}
      </Button>
    </>
  );
  return (
    <Dialog title={t("link:title")} footer={footer} onClose={onClose}>
      <p>{t("link:text")}</p>
      <code className="link-address">{address}</code>
    </Dialog>
  );
};

const CloseTabDialog = ({ tabId, onClose }: { tabId: string; onClose(): void }) => {
  const t = useShellText();
  const context = useActions();
  const name = useApp((state) => state.tabs.find(({ id }) => id === tabId)?.name ?? "");
  const footer = (
    <>
      <Button look="plain" onPress={onClose}>
        {t("closeTab:cancel")}
      </Button>
      <Button onPress={() => void closeWithoutSaving(context, tabId)}>{t("closeTab:discard")}</Button>
      <Button look="primary" onPress={() => void saveAndClose(context, tabId)}>
        {t("closeTab:save")}
      </Button>
    </>
  );
  return (
    <Dialog title={t("closeTab:title", { name })} footer={footer} onClose={onClose}>
      <p>{t("closeTab:text")}</p>
    </Dialog>
  );
};

/** The one dialog that is open, if any. */
export const Overlays = () => {
  const { store } = useActions();
  const overlay = useApp((state) => state.overlay);
  const close = () => store.setState({ overlay: null });
  switch (overlay?.kind) {
    case undefined:
      return null;
    case "palette":
      return <Palette onClose={close} />;
    case "shortcuts":
      return <Shortcuts onClose={close} />;
    case "reference":
      return <ReferenceDialog onClose={close} />;
    case "settings":
      return <Settings onClose={close} />;
    case "browse":
      return <BrowseDialog overlay={overlay} onClose={close} />;
    case "publish":
      return <PublishDialog tabId={overlay.tabId} onClose={close} />;
    case "desk":
      return <DeskDialog overlay={overlay} onClose={close} />;
    case "import":
      return <ImportDialog onClose={close} />;
    case "origin":
      return <OriginDialog {...overlay} onClose={close} />;
    case "comparison":
      return <ComparisonDialog found={overlay.found} onClose={close} />;
    case "link":
      return <LinkDialog address={overlay.address} onClose={close} />;
    case "close-tab":
      return <CloseTabDialog tabId={overlay.tabId} onClose={close} />;
  }
};
