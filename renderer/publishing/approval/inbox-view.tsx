import { useState } from "react";
import { useActions } from "../../actions/actions-context.ts";
import { AnswerNote } from "../../browse/answer-note.tsx";
import { useAnswer } from "../../browse/use-answer.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { Icon } from "../../components/icon.tsx";
import { useShellText } from "../../i18n/index.ts";
import { ConfirmButton } from "../confirm-button.tsx";
import { openDesk } from "../publishing-actions.ts";
import { serverSentence } from "../server-sentence.ts";
import { useChange, useConnection, useStrategies } from "../use-publishing.ts";
import { useWords } from "../use-words.ts";
import { type Awaiting, awaitingOf, isApprovable, judgeRefusal } from "../what-may-be-done.ts";
import { VersionEvidence } from "./version-evidence.tsx";

const keyOf = ({ strategy, version }: Awaiting): string => `${strategy.id} ${version.version}`;

interface JudgementProps {
  readonly awaiting: Awaiting;
  /** The evidence was read, and is that of the bundle. */
  readonly isShown: boolean;
  onDone(outcome: "approved" | "rejected"): void;
}

const Judgement = ({ awaiting: { strategy, version }, isShown, onDone }: JudgementProps) => {
  const t = useShellText();
  const words = useWords();
  const connection = useConnection();
  const { isBusy, message, change } = useChange();
  const [isRejecting, setRejecting] = useState(false);
  if (!connection) return null;
  const refusal = judgeRefusal(connection, version);
  const named = { version: version.version, digest: version.digest };
  const approve = async () => {
    if (await change("version/approve", strategy, named)) onDone("approved");
  };
  const reject = async (reason: string) => {
    if (await change("version/reject", strategy, { ...named, reason })) onDone("rejected");
  };
  return (
    <div className="desk-foot">
      {message !== "" && <Banner tone="error" text={message} />}
      <div className="desk-foot-line">
        {!isRejecting && (
          <span className="desk-foot-text" data-refused={refusal !== null} role="status">
            {refusal !== null && <Icon name="lock" />}
            {refusal === null
              ? t("publish:approveNote", { digest: version.digest.slice(0, 12) })
              : words.refusal(refusal)}
          </span>
        )}
        {refusal === null && (
          <>
            <ConfirmButton
              label={t("publish:reject")}
              sure={t("publish:reject")}
              refusal={null}
              why={t("publish:rejectWhy")}
              needsReason
              isBusy={isBusy}
              onAsk={setRejecting}
              onConfirm={(reason) => void reject(reason)}
            />
            {/* Whoever writes why it is rejected does not approve it with a press beside. */}
            {!isRejecting && (
              <Button
                look="primary"
                isDisabled={isBusy || !isShown || !isApprovable(version)}
                onPress={() => void approve()}
              >
                {t("publish:approve")}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
};

const Detail = ({ awaiting, onDone }: { awaiting: Awaiting; onDone: JudgementProps["onDone"] }) => {
  const t = useShellText();
  const { app } = useActions();
  const connection = useConnection();
  const { strategy, version } = awaiting;
  const about = `${keyOf(awaiting)} ${version.digest} ${version.recomputed?.outcome ?? ""}`;
  const answer = useAnswer(connection && `${connection.id} ${about}`, () =>
    app.call("version/evidence", {
      connectionId: connection!.id,
      strategy: strategy.id,
      version: version.version,
    }),
  );
  const title = t("publish:versionOf", { strategy: strategy.id, version: version.version });
  return (
    <section className="browse-detail desk-detail desk-judge" aria-label={title}>
      <h2 className="browse-title">
        {title} <span className="dim">{t("publish:by", { author: version.author })}</span>
      </h2>
      <div
        className="browse-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
        tabIndex={0}
      >
        <AnswerNote answer={answer} say={(error) => serverSentence(t, error)} />
        {answer.value && <VersionEvidence evidence={answer.value} />}
      </div>
      <Judgement awaiting={awaiting} isShown={answer.value?.isDigestChecked === true} onDone={onDone} />
    </section>
  );
};

/** What awaits approval, with all of its evidence before the button that approves it. */
export const InboxView = () => {
  const t = useShellText();
  const context = useActions();
  const connection = useConnection();
  const awaiting = awaitingOf(connection, useStrategies());
  const [chosen, setChosen] = useState<string | null>(null);
  const [done, setDone] = useState<"approved" | "rejected" | null>(null);
  const shown = awaiting.find((each) => keyOf(each) === chosen) ?? awaiting[0];
  const judged = done && (
    <Banner
      tone="info"
      text={t(`publish:${done}`)}
      actions={<Button onPress={() => openDesk(context, "deployments")}>{t("publish:toDeployments")}</Button>}
    />
  );
  return (
    <>
      {judged}
      {awaiting.length === 0 || !shown ? (
        <p className="panel-empty">{t("publish:empty")}</p>
      ) : (
        <div className="browse-split desk-inbox">
          <div className="browse-list browse-scroll">
            <ul className="desk-list" aria-label={t("publish:awaiting")}>
              {awaiting.map((each) => (
                <li key={keyOf(each)}>
                  <button
                    type="button"
                    className="desk-item"
                    aria-pressed={each === shown}
                    onClick={() => setChosen(keyOf(each))}
                  >
                    <strong>
                      {t("publish:versionOf", {
                        strategy: each.strategy.id,
                        version: each.version.version,
                      })}
                    </strong>
                    <span className="dim">{each.strategy.desk}</span>
                    <span className="desk-item-detail">
                      {t("publish:by", { author: each.version.author })}
                      {connection && judgeRefusal(connection, each.version) === "own-bundle" && (
                        <>, {t("publish:yours")}</>
                      )}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
          <Detail key={keyOf(shown)} awaiting={shown} onDone={setDone} />
        </div>
      )}
    </>
  );
};
