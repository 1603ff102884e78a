import { useActions, useTab } from "../actions/actions-context.ts";
import { updateTab } from "../actions/context.ts";
import { runCommand } from "../commands/command-table.ts";
import { Banner } from "../components/banner.tsx";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";

/** What any notebook can do, and what none can: the sandbox gives the same to each. */
const abilities = {
  may: ["data", "engine"],
  mayNot: ["network", "files", "programs", "others"],
} as const;

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
      <dl className="trust-abilities" data-testid="abilities">
        {(["may", "mayNot"] as const).map((side) => (
          <div key={side}>
            <dt>{t(`trust:${side}`)}</dt>
            <dd>{abilities[side].map((ability) => t(`trust:${ability}`)).join(" · ")}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
