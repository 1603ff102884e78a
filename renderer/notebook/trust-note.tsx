import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { runCommand } from "../commands/command-table.ts";
import { Banner } from "../components/banner.tsx";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";

/** Over a notebook that has not run since it was opened: says so, and offers to run it. */
export const TrustNote = () => {
  const t = useShellText();
  const context = useActions();
  const tabId = useTab(({ id }) => id);
  const hasRun = useTab(({ session }) => session.hasRun);
  const isHidden = useTab((tab) => tab.isTrustNoteHidden || (tab.path === null && !tab.isSample));
  const isReady = useTab(({ session }) => session.kernel === "idle");
  if (hasRun || isHidden) return null;
  return (
    <div className="trust-note">
      <Banner
        tone="info"
        text={`${t("trust:notRun")} ${t("trust:running")}`}
        dismissLabel={t("trust:dismiss")}
        onDismiss={() => updateTab(context, tabId, (tab) => ({ ...tab, isTrustNoteHidden: true }))}
        actions={
          <Button icon="play" isDisabled={!isReady} onPress={() => runCommand(context, "run.all")}>
            {t("command:run.all")}
          </Button>
        }
      />
    </div>
  );
};
