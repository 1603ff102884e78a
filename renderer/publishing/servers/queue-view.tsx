import { useState } from "react";
import type { QueuedBundle } from "../../../main/contract/publish-calls.ts";
import { useActions } from "../../actions/actions-context.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { ConfirmButton } from "../confirm-button.tsx";
import { serverSentence } from "../server-sentence.ts";
import { usePublishing } from "../use-publishing.ts";
import { millisecondsText } from "../use-words.ts";

/** What was signed and has not reached its server. */
export const QueueView = () => {
  const t = useShellText();
  const { app } = useActions();
  const queue = usePublishing((state) => state.queue);
  const connections = usePublishing((state) => state.connections ?? []);
  const [message, setMessage] = useState("");
  const act = async (name: "queue/retry" | "queue/discard", { id }: QueuedBundle) => {
    const answer = await app.call(name, { id });
    setMessage(answer.ok ? "" : serverSentence(t, answer.error));
  };
  const nameOf = (id: string) => connections.find((each) => each.id === id)?.name ?? id;
  return (
    <div className="browse-page">
      <p className="browse-note">{t("publish:queueNote")}</p>
      {message !== "" && <Banner tone="error" text={message} />}
      {queue.length === 0 ? (
        <p className="panel-empty">{t("publish:queueEmpty")}</p>
      ) : (
        <table className="catalog-table browse-table" aria-label={t("publish:queue")}>
          <thead>
            <tr>
              <th>{t("publish:strategy")}</th>
              <th>{t("publish:server")}</th>
              <th>{t("publish:digest")}</th>
              <th>{t("publish:queued")}</th>
              <th>{t("publish:queueState")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {queue.map((entry) => (
              <tr key={entry.id} data-queued={entry.state}>
                <td>{entry.strategy}</td>
                <td>{nameOf(entry.connectionId)}</td>
                <td>
                  <code title={entry.digest}>{entry.digest.slice(0, 12)}</code>
                </td>
                <td>{millisecondsText(entry.queuedAt)}</td>
                <td className="browse-text">
                  <span className="queue-state">{t(`publish:${entry.state}`)}</span>
                  {entry.message !== "" && <span className="dim"> {serverSentence(t, entry)}</span>}
                </td>
                <td>
                  <div className="version-actions">
                    <Button
                      isDisabled={entry.state === "sending"}
                      onPress={() => void act("queue/retry", entry)}
                    >
                      {t("publish:sendNow")}
                    </Button>
                    <ConfirmButton
                      isDrastic
                      label={t("publish:discard")}
                      sure={t("publish:discardSure")}
                      refusal={null}
                      isBusy={entry.state === "sending"}
                      onConfirm={() => void act("queue/discard", entry)}
                    />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
};
