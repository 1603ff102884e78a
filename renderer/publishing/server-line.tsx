import { useActions } from "../actions/actions-context.ts";
import { Banner } from "../components/banner.tsx";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import { chooseConnection, openDesk } from "./publishing-actions.ts";
import { serverSentence } from "./server-sentence.ts";
import { standingOf } from "./standing-of.ts";
import { useConnection, usePublishing } from "./use-publishing.ts";
import { millisecondsText, useWords } from "./use-words.ts";

/** Which server is looked at, whether it answers, and who one is there. */
export const ServerChoice = () => {
  const t = useShellText();
  const words = useWords();
  const context = useActions();
  const connections = usePublishing((state) => state.connections ?? []);
  const connection = useConnection();
  if (!connection) return null;
  const nameOf = (each: typeof connection) =>
    each.subject === null
      ? t("publish:connection:nobody", {
          name: each.name,
          state: t(`publish:connection:${standingOf(each)}`),
        })
      : t("publish:connection:as", {
          name: each.name,
          state: t(`publish:connection:${standingOf(each)}`),
          subject: each.subject,
          roles: words.roles(each.roles),
        });
  return (
    <span className="desk-server" data-connection={connection.state}>
      <i className="status-dot" />
      <select
        className="select"
        aria-label={t("publish:server")}
        value={connection.id}
        onChange={(event) => void chooseConnection(context, event.target.value)}
      >
        {connections.map((each) => (
          <option key={each.id} value={each.id}>
            {nameOf(each)}
          </option>
        ))}
      </select>
    </span>
  );
};

/** Over a view: that the server does not answer, and of when the figures are. */
export const ServerNote = () => {
  const t = useShellText();
  const context = useActions();
  const connection = useConnection();
  const fault = usePublishing(({ listFaults }) => listFaults[connection?.id ?? ""] ?? null);
  const readAt = usePublishing(({ lists }) => lists[connection?.id ?? ""]?.readAt ?? 0);
  if (!connection) return null;
  const again = (
    <Button onPress={() => void chooseConnection(context, connection.id)}>{t("publish:retry")}</Button>
  );
  const standing = standingOf(connection);
  if (standing === "refused" || standing === "ended")
    return (
      <Banner
        tone={standing === "ended" ? "warn" : "error"}
        text={t(`publish:connection:${standing}Note`, { message: serverSentence(t, connection) })}
        actions={<Button onPress={() => openDesk(context, "servers")}>{t("publish:servers")}</Button>}
      />
    );
  if (connection.state === "offline")
    return (
      <Banner
        tone="warn"
        text={
          readAt > 0
            ? t("publish:connection:offlineNote", { instant: millisecondsText(readAt) })
            : t("publish:connection:offlineNever", {
                message: serverSentence(t, connection.message === "" && fault ? fault : connection),
              })
        }
        actions={again}
      />
    );
  return fault === null ? null : (
    <Banner tone="warn" text={t("publish:failed", { message: serverSentence(t, fault) })} actions={again} />
  );
};
