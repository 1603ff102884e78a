import { useState } from "react";
import { useActions } from "../../actions/actions-context.ts";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { chooseConnection } from "../publishing-actions.ts";
import { standingOf } from "../standing-of.ts";
import { useConnection, usePublishing } from "../use-publishing.ts";
import { millisecondsText } from "../use-words.ts";
import { ServerForm } from "./server-form.tsx";
import { SigningKey } from "./signing-key.tsx";

/** The servers that one publishes to, and the key that one signs with. */
export const ServersView = () => {
  const t = useShellText();
  const context = useActions();
  const connections = usePublishing((state) => state.connections ?? []);
  const connection = useConnection();
  const [isNew, setNew] = useState(false);
  const shown = isNew ? null : connection;
  const choose = (id: string) => {
    setNew(false);
    void chooseConnection(context, id);
  };
  return (
    <div className="browse-split">
      <div className="browse-list browse-scroll">
        <ul className="desk-list" aria-label={t("publish:servers")}>
          {connections.map((each) => (
            <li key={each.id}>
              <button
                type="button"
                className="desk-item"
                aria-pressed={each.id === shown?.id}
                onClick={() => choose(each.id)}
              >
                <strong>{each.name}</strong>
                <span className="desk-server" data-connection={each.state}>
                  <i className="status-dot" /> {t(`publish:connection:${standingOf(each)}`)}
                </span>
                <span className="desk-item-detail">{each.url}</span>
                <span className="desk-item-detail dim">
                  {t("publish:lastAnswer")}:{" "}
                  {each.answeredAt === null ? t("publish:never") : millisecondsText(each.answeredAt)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="desk-list-foot">
          <Button icon="plus" isDisabled={shown === null} onPress={() => setNew(true)}>
            {t("publish:newServer")}
          </Button>
        </div>
      </div>
      <section
        className="browse-detail desk-detail browse-scroll"
        aria-label={shown?.name ?? t("publish:newServer")}
      >
        <h2 className="browse-title">{shown?.name ?? t("publish:newServer")}</h2>
        <ServerForm key={shown?.id ?? "new"} connection={shown} />
        <SigningKey />
      </section>
    </div>
  );
};
