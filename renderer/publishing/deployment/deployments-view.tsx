import { useState } from "react";
import type { Strategy } from "../../../serving/contract/lifecycle.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { ConfirmButton } from "../confirm-button.tsx";
import { StrategyList } from "../strategy-list.tsx";
import { useChange, useConnection, useStrategies } from "../use-publishing.ts";
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
import { VersionTable } from "./version-table.tsx";

/** What brings the candidate on its way, and what takes it back. */
const Traffic = ({ strategy }: { strategy: Strategy }) => {
  const t = useShellText();
  const words = useWords();
  const connection = useConnection();
  const changes = useChange();
  if (!connection) return null;
  const { isBusy, message, change } = changes;
  const reason = (text: string) => ({ reason: text === "" ? t("publish:noReason") : text });
  const candidate = candidateOf(strategy);
  const live = liveOf(strategy);
  const target = rollbackTarget(strategy);
  const [rollback, halt, resume] = [
    rollbackRefusal(connection, strategy),
    haltRefusal(connection, strategy),
    resumeRefusal(connection, strategy),
  ];
  const promotion = candidate && promoteRefusal(connection, strategy, candidate);
  const promotionText =
    promotion === "share-too-far"
      ? t("publish:refusal:promote-too-far", { share: candidate!.share })
      : promotion && words.refusal(promotion, candidate!);
  const names = { withdrawn: target?.withdrawn.version ?? 0, restored: target?.restored?.version ?? 0 };
  const rollbackSure = !target
    ? ""
    : target.withdrawn.state === "live"
      ? t("publish:rollbackRestore", names)
      : target.restored
        ? t("publish:rollbackWithdraw", names)
        : t("publish:rollbackWithdrawOnly", names);
  return (
    <div className="traffic">
      {strategy.halt && <Banner tone="error" text={t("publish:halted", strategy.halt)} />}
      {message !== "" && <Banner tone="error" text={message} />}
      <p>
        {live ? t("publish:liveIs", { n: live.version }) : t("publish:noneLive")}{" "}
        {candidate
          ? `${t("publish:candidate", { n: candidate.version })}: ${words.state(candidate)}.`
          : t("publish:noCandidate")}
        {candidate?.state === "shadow" && ` ${t("publish:shadowNote")}`}
      </p>
      {candidate && (
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
            refusal={promotionText}
            isBusy={isBusy}
            onConfirm={() => void change("deployment/promote", strategy, { version: candidate.version })}
          />
        </>
      )}
      <ConfirmButton
        label={t("publish:rollback")}
        sure={rollbackSure}
        refusal={rollback && words.refusal(rollback)}
        why={t("publish:why")}
        isBusy={isBusy}
        onConfirm={(text) => void change("deployment/rollback", strategy, reason(text))}
      />
      {strategy.halt ? (
        <div className="desk-action">
          <Button
            isDisabled={resume !== null || isBusy}
            onPress={() => void change("deployment/resume", strategy, {})}
          >
            {t("publish:resume")}
          </Button>
          {resume !== null && <span className="dim">{words.refusal(resume)}</span>}
        </div>
      ) : (
        <ConfirmButton
          label={t("publish:halt")}
          sure={t("publish:haltSure", { strategy: strategy.id })}
          refusal={halt && words.refusal(halt)}
          why={t("publish:why")}
          isBusy={isBusy}
          onConfirm={(text) => void change("deployment/halt", strategy, reason(text))}
        />
      )}
    </div>
  );
};

/** Each strategy on its way to traffic, and what an operator may do about it. */
export const DeploymentsView = ({ first }: { first: string | null }) => {
  const t = useShellText();
  const strategies = useStrategies();
  const [chosen, setChosen] = useState(first);
  const strategy = strategies.find(({ id }) => id === chosen) ?? strategies[0];
  return (
    <div className="browse-split">
      <div className="browse-list browse-scroll">
        <StrategyList strategies={strategies} chosen={strategy?.id ?? null} onChoose={setChosen} />
      </div>
      {strategy && (
        <section className="browse-detail desk-detail" aria-label={strategy.id} key={strategy.id}>
          <h2 className="browse-title">{strategy.id}</h2>
          <Traffic strategy={strategy} />
          <h3>{t("publish:versions", { strategy: strategy.id })}</h3>
          <VersionTable strategy={strategy} />
        </section>
      )}
    </div>
  );
};
