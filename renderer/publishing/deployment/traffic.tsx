import type { Connection } from "../../../main/contract/publish-calls.ts";
import type { Strategy } from "../../../serving/contract/lifecycle.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { ConfirmButton } from "../confirm-button.tsx";
import { useChange, useConnection } from "../use-publishing.ts";
import { useWords } from "../use-words.ts";
import {
  candidateOf,
  haltRefusal,
  liveOf,
  promoteRefusal,
  resumeRefusal,
  rollbackRefusal,
  rollbackTarget,
} from "../what-may-be-done.ts";
import { CanaryControl } from "./canary-control.tsx";

interface StepsProps {
  readonly strategy: Strategy;
  readonly connection: Connection;
  readonly changes: ReturnType<typeof useChange>;
}

/** What brings the candidate on its way. */
const Onward = ({ strategy, connection, changes }: StepsProps) => {
  const t = useShellText();
  const words = useWords();
  const candidate = candidateOf(strategy);
  if (!candidate) return null;
  const refusal = promoteRefusal(connection, strategy, candidate);
  const refusalText =
    refusal === "share-too-far"
      ? t("publish:refusal:promote-too-far", { share: candidate.share })
      : refusal && words.refusal(refusal, candidate);
  return (
    <>
      <CanaryControl
        // What was given leads on to the next step.
        key={`${candidate.version} ${candidate.share}`}
        strategy={strategy}
        version={candidate}
        changes={changes}
      />
      <ConfirmButton
        label={t("publish:promote")}
        sure={t("publish:promoteSure", { n: candidate.version })}
        refusal={refusalText}
        isBusy={changes.isBusy}
        onConfirm={() => void changes.change("deployment/promote", strategy, { version: candidate.version })}
      />
    </>
  );
};

/** What takes the last step back, and below it, marked, what stops everything. */
const TakingBack = ({ strategy, connection, changes: { isBusy, change } }: StepsProps) => {
  const t = useShellText();
  const words = useWords();
  const reason = (text: string) => ({ reason: text === "" ? t("publish:noReason") : text });
  const target = rollbackTarget(strategy);
  const names = { withdrawn: target?.withdrawn.version ?? 0, restored: target?.restored?.version ?? 0 };
  const kind =
    target?.withdrawn.state === "live" ? "Restore" : target?.restored ? "Withdraw" : "WithdrawOnly";
  const [rollback, halt, resume] = [
    rollbackRefusal(connection, strategy),
    haltRefusal(connection, strategy),
    resumeRefusal(connection, strategy),
  ];
  return (
    <section className="taking-back" aria-label={t("publish:takingBack")}>
      <h3>{t("publish:takingBack")}</h3>
      <ConfirmButton
        label={t("publish:rollback")}
        sure={t(`publish:rollback${kind}`, names)}
        refusal={rollback && words.refusal(rollback)}
        effect={t(`publish:rollback${kind}Note`, names)}
        why={t("publish:why")}
        isBusy={isBusy}
        onConfirm={(text) => void change("deployment/rollback", strategy, reason(text))}
      />
      {strategy.halt ? (
        <div className="desk-action">
          <Button
            icon="play"
            isDisabled={resume !== null || isBusy}
            onPress={() => void change("deployment/resume", strategy, {})}
          >
            {t("publish:resume")}
          </Button>
          <span className="dim">{resume === null ? t("publish:resumeNote") : words.refusal(resume)}</span>
        </div>
      ) : (
        <ConfirmButton
          isDrastic
          icon="stop"
          label={t("publish:halt")}
          sure={t("publish:haltSure", { strategy: strategy.id })}
          refusal={halt && words.refusal(halt)}
          effect={t("publish:haltNote")}
          why={t("publish:why")}
          isBusy={isBusy}
          onConfirm={(text) => void change("deployment/halt", strategy, reason(text))}
        />
      )}
    </section>
  );
};

/** Where the versions stand, and what may be done about it. */
export const Traffic = ({ strategy }: { strategy: Strategy }) => {
  const t = useShellText();
  const words = useWords();
  const connection = useConnection();
  const changes = useChange();
  if (!connection) return null;
  const [live, candidate] = [liveOf(strategy), candidateOf(strategy)];
  const steps = { strategy, connection, changes };
  return (
    <div className="traffic">
      {strategy.halt && <Banner tone="error" text={t("publish:halted", strategy.halt)} />}
      {changes.message !== "" && <Banner tone="error" text={changes.message} />}
      <p>
        {live ? t("publish:liveIs", { n: live.version }) : t("publish:noneLive")}{" "}
        {candidate
          ? `${t("publish:candidate", { n: candidate.version })}: ${words.state(candidate)}.`
          : t("publish:noCandidate")}
        {candidate?.state === "shadow" && ` ${t("publish:shadowNote")}`}
      </p>
      <Onward {...steps} />
      <TakingBack {...steps} />
    </div>
  );
};
