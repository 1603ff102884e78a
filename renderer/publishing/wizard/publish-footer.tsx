import { useActions, useApp } from "../../actions/actions-context.ts";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { cancelGate, chooseAnew, openDesk, signAndSend, startGate } from "../publishing-actions.ts";
import { usePublishing } from "../use-publishing.ts";
import { choiceHint, useCandidates } from "./choose-page.tsx";

/** What comes next, and why it cannot be pressed yet. */
export const PublishFooter = ({ tabId, onClose }: { tabId: string; onClose(): void }) => {
  const t = useShellText();
  const context = useActions();
  const publishing = usePublishing((state) => state);
  const candidates = useCandidates(tabId);
  const hasRun = useApp(({ tabs }) => tabs.find(({ id }) => id === tabId)?.session.hasRun ?? false);
  const { gate, draft, busy, sent } = publishing;

  if (gate === null && busy !== "starting") {
    const hint = choiceHint(t, candidates, draft, publishing, hasRun);
    return (
      <div className="dialog-footer publish-footer">
        <span className="dim publish-hint" role="status">
          {hint ?? t("publish:stepsLeft")}
        </span>
        <Button look="plain" onPress={onClose}>
          {t("publish:cancel")}
        </Button>
        <Button look="primary" isDisabled={hint !== null} onPress={() => void startGate(context)}>
          {t("publish:runChecks")}
        </Button>
      </div>
    );
  }
  if (sent)
    return (
      <div className="dialog-footer publish-footer">
        <span className="publish-hint" />
        {sent.outcome === "queued" ? (
          <Button onPress={() => openDesk(context, "queue")}>{t("publish:showQueue")}</Button>
        ) : (
          <Button onPress={() => openDesk(context, "deployments", sent.strategy.id)}>
            {t("publish:showVersion")}
          </Button>
        )}
        <Button look="primary" onPress={onClose}>
          {t("publish:done")}
        </Button>
      </div>
    );
  const isRunning = busy === "starting" || gate?.state === "running";
  const isOver = gate?.state === "failed" || gate?.state === "cancelled";
  const hint = isRunning ? "publish:running" : busy === "sending" ? "publish:signing" : "publish:stepsLeft";
  return (
    <div className="dialog-footer publish-footer">
      <span className="dim publish-hint" role="status">
        {t(hint)}
      </span>
      {isRunning ? (
        <Button isDisabled={gate === null} onPress={() => cancelGate(context)}>
          {t("publish:stop")}
        </Button>
      ) : (
        <Button look="plain" isDisabled={busy !== null} onPress={() => chooseAnew(context)}>
          {t("publish:back")}
        </Button>
      )}
      {isOver ? (
        <Button look="primary" onPress={() => void startGate(context)}>
          {t("publish:again")}
        </Button>
      ) : (
        <Button
          look="primary"
          isDisabled={gate?.state !== "passed" || busy !== null}
          onPress={() => void signAndSend(context)}
        >
          {t("publish:sign")}
        </Button>
      )}
    </div>
  );
};
