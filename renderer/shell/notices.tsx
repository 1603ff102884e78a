import { useActions, useApp } from "../actions/actions-context.ts";
import { chooseVersion } from "../actions/choose-version.ts";
import { dismissNotice } from "../actions/context.ts";
import { forgetDraft } from "../actions/keep-draft.ts";
import { restartKernel } from "../actions/kernel.ts";
import { recoverDraft } from "../actions/notebook-files.ts";
import { Banner } from "../components/banner.tsx";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import { activeTab } from "../state/app-state.ts";

/** Unsaved text that an earlier session left, one line each. */
const Recovery = () => {
  const t = useShellText();
  const context = useActions();
  const kept = useApp((state) => {
    const open = new Set(state.tabs.map(({ draftKey }) => draftKey));
    return state.kept.filter(({ key }) => !open.has(key));
  });
  return kept.map((draft) => (
    <Banner
      key={draft.key}
      tone="info"
      text={t("banner:recovered", { name: draft.name })}
      actions={
        <>
          <Button onPress={() => void recoverDraft(context, draft)}>{t("banner:recover")}</Button>
          <Button look="plain" onPress={() => void forgetDraft(context, draft.key, draft.name)}>
            {t("banner:discard")}
          </Button>
        </>
      }
    />
  ));
};

/** Two texts of one notebook: which one stays. */
const VersionChoice = ({ tabId }: { tabId: string }) => {
  const t = useShellText();
  const context = useActions();
  const theirs = useApp((state) => activeTab(state)?.theirs ?? null);
  if (!theirs) return null;
  return (
    <>
      <Button onPress={() => void chooseVersion(context, tabId, "theirs")}>{t("banner:reload")}</Button>
      {theirs.isNewer && (
        <>
          <Button onPress={() => void chooseVersion(context, tabId, "mine")}>{t("banner:keepMine")}</Button>
          <Button onPress={() => void chooseVersion(context, tabId, "both")}>{t("banner:keepBoth")}</Button>
        </>
      )}
    </>
  );
};

/** What happened, over whatever is open. */
export const Notices = () => {
  const t = useShellText();
  const context = useActions();
  const notices = useApp((state) => [...state.notices, ...(activeTab(state)?.notices ?? [])]);
  const tabId = useApp((state) => activeTab(state)?.id ?? null);
  return (
    <div className="notices">
      <Recovery />
      {notices.map((notice) => (
        <Banner
          key={notice.id}
          tone={notice.tone}
          text={t(notice.key, notice.values)}
          dismissLabel={t("banner:dismiss")}
          onDismiss={() => dismissNotice(context, notice.id)}
          actions={
            notice.action === "choose-version" && tabId ? (
              <VersionChoice tabId={tabId} />
            ) : notice.action === "restart-kernel" && tabId ? (
              <Button
                onPress={() => {
                  dismissNotice(context, notice.id);
                  void restartKernel(context, tabId);
                }}
              >
                {t("banner:restartKernel")}
              </Button>
            ) : null
          }
        />
      ))}
    </div>
  );
};
