import { useState } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useApp } from "../../actions/actions-context.ts";
import { Banner } from "../../components/banner.tsx";
import { IconButton } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { serverSentence } from "../server-sentence.ts";
import { useHeldFocus } from "../use-held-focus.ts";
import { usePublishing } from "../use-publishing.ts";
import { ChoosePage, useCandidates } from "./choose-page.tsx";
import { PublishFooter } from "./publish-footer.tsx";
import { StepDetail } from "./step-detail.tsx";
import { StepList } from "./step-list.tsx";
import { type ShownStepId, shownSteps, stepInFocus } from "./steps-shown.ts";
import "../publishing.css";

const GatePage = ({ tabId }: { tabId: string }) => {
  const publishing = usePublishing((state) => state);
  const steps = shownSteps(publishing);
  const focus = stepInFocus(steps);
  const [chosen, setChosen] = useState<ShownStepId | null>(null);
  const shown = chosen ?? focus;
  return (
    <div className="gate">
      <StepList steps={steps} chosen={shown} onChoose={setChosen} />
      <StepDetail step={steps.find(({ id }) => id === shown)!} tabId={tabId} />
    </div>
  );
};

const Meta = () => {
  const t = useShellText();
  const draft = usePublishing((state) => state.draft);
  const connections = usePublishing((state) => state.connections ?? []);
  const bundle = usePublishing(({ gate }) => gate?.bundle ?? null);
  const connection = connections.find(({ id }) => id === draft?.connectionId);
  const facts = [
    [t("publish:slug"), draft?.strategy ?? ""],
    [t("publish:server"), connection?.name ?? ""],
    [t("publish:digest"), bundle ? `sha256 ${bundle.digest.slice(0, 6)}…${bundle.digest.slice(-2)}` : ""],
    [t("publish:author"), connection?.subject ?? ""],
  ] as const;
  return (
    <dl className="publish-meta">
      {facts
        .filter(([, value]) => value !== "")
        .map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
};

/**
 * Publishes a strategy of a notebook: choose it, see every check with its reason, sign and send. A click outside does
 * not close it; closed and opened again it stands where it was.
 */
export const PublishDialog = ({ tabId, onClose }: { tabId: string; onClose(): void }) => {
  const t = useShellText();
  const candidates = useCandidates(tabId);
  const tabName = useApp(({ tabs }) => tabs.find(({ id }) => id === tabId)?.name ?? "");
  const { draft, gate, busy, sent, fault } = usePublishing((state) => state);
  const held = useHeldFocus();
  const isChoosing = gate === null && busy !== "starting";
  const name = candidates.find(({ variable }) => variable === draft?.variable)?.name ?? tabName;
  return (
    <ModalOverlay className="scrim" isOpen onOpenChange={(isOpen) => isOpen || onClose()}>
      <Modal className="dialog publish-dialog">
        <AriaDialog className="dialog-body" data-gate={gate?.state ?? (isChoosing ? "choosing" : "starting")}>
          <div ref={held} tabIndex={-1} className="desk-held">
            <div className="publish-head">
              <div>
                <Heading slot="title" className="publish-title">
                  {t("publish:wizardTitle", { name })}
                </Heading>
                <Meta />
              </div>
              <IconButton icon="close" label={t("publish:close")} onPress={onClose} />
            </div>
            {isChoosing && fault && <Banner tone="error" text={serverSentence(t, fault)} />}
            {isChoosing ? (
              <ChoosePage tabId={tabId} />
            ) : (
              <GatePage
                // What it comes to is shown, whatever step was looked at before.
                key={`${gate?.state} ${busy} ${sent?.outcome}`}
                tabId={tabId}
              />
            )}
            <PublishFooter tabId={tabId} onClose={onClose} />
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
};
