import { useDeferredValue, useState } from "react";
import type { AuditEntry } from "../../../serving/contract/audit.ts";
import { wireOk } from "../../../wire/contract.ts";
import { useActions } from "../../actions/actions-context.ts";
import { AnswerNote } from "../../browse/answer-note.tsx";
import { useAnswer } from "../../browse/use-answer.ts";
import { Button } from "../../components/button.tsx";
import { Icon } from "../../components/icon.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { formatNumber } from "../../format/number-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { useRecomputedText } from "../approval/use-recomputed-text.ts";
import { serverSentence } from "../server-sentence.ts";
import { useSkewText } from "../skew/skew-mark.tsx";
import { useConnection, useStrategies } from "../use-publishing.ts";
import { instantText } from "../use-words.ts";
import { VirtualRows } from "../virtual-rows.tsx";
import { filterEntries, toldEntry } from "./told-entry.ts";

/** Entries that one question asks for; the newest are read first. */
const PAGE = 500;

const Trail = ({ connectionId, head }: { connectionId: string; head: number }) => {
  const t = useShellText();
  const skewText = useSkewText();
  const recomputedText = useRecomputedText();
  const { app } = useActions();
  const [pages, setPages] = useState(1);
  const [question, setQuestion] = useState("");
  const shown = useDeferredValue(question);
  const after = Math.max(0, head - pages * PAGE);
  const answer = useAnswer(`${connectionId} ${head} ${after}`, async () => {
    const entries: AuditEntry[] = [];
    for (let from = after; from < head; from += PAGE) {
      const page = await app.call("audit/list", {
        connectionId,
        after: from,
        limit: Math.min(PAGE, head - from),
      });
      if (!page.ok) return page;
      entries.push(...page.value.entries);
    }
    return wireOk({ entries });
  });
  const entries = answer.value?.entries ?? [];
  const rows = filterEntries(
    entries.map((entry) =>
      toldEntry(t, entry, {
        skew: skewText,
        recomputed: (recomputed) => recomputedText(recomputed)?.text ?? "",
      }),
    ),
    shown,
  );
  return (
    <>
      <div className="browse-bar">
        <SearchField label={t("publish:search")} value={question} onChange={setQuestion} />
        {after > 0 && (
          <Button isDisabled={answer.isLoading} onPress={() => setPages((n) => n + 1)}>
            {t("publish:earlier")}
          </Button>
        )}
      </div>
      <AnswerNote answer={answer} say={(error) => serverSentence(t, error)} />
      {answer.value && rows.length === 0 && <p className="panel-empty">{t("publish:noEntries")}</p>}
      <VirtualRows
        label={t("publish:audit")}
        rows={rows}
        heads={[
          { title: "#", isRight: true, width: 64 },
          { title: t("publish:when"), width: 190 },
          { title: t("publish:who"), width: 120 },
          { title: t("publish:what"), width: 180 },
          { title: t("publish:subject"), width: 190 },
          { title: t("publish:details") },
        ]}
        keyOf={({ entry }) => entry.seq}
        cells={({ entry, action, details, isMarked }) => [
          formatNumber(entry.seq, { digits: 0 }),
          instantText(entry.at),
          entry.actor,
          <span key="action" title={entry.action}>
            {action}
          </span>,
          <span key="subject" title={entry.subject}>
            {entry.subject}
          </span>,
          <span
            key="details"
            title={isMarked ? details : entry.details}
            {...(isMarked ? { className: "skew-told" } : {})}
          >
            {details}
          </span>,
        ]}
      />
    </>
  );
};

/** Who did what and when, in a log that tells when somebody touched it. */
export const AuditView = () => {
  const t = useShellText();
  const { app } = useActions();
  const connection = useConnection();
  const strategies = useStrategies();
  const isAuditor = connection?.roles.includes("auditor") ?? false;
  // What changed a strategy is an entry more.
  const changes = strategies.reduce((sum, { revision }) => sum + revision, 0);
  const answer = useAnswer(connection && isAuditor ? `${connection.id} ${changes}` : null, () =>
    app.call("audit/verify", { connectionId: connection!.id }),
  );
  if (!connection) return null;
  if (!isAuditor) return <p className="panel-empty">{t("publish:notAuditor")}</p>;
  const verified = answer.value;
  const count = (n: number) => formatNumber(n, { digits: 0 });
  return (
    <div className="browse-page desk-audit">
      <p className="browse-note">
        {t("publish:auditNote")}{" "}
        {verified && (
          <strong className="audit-verdict" data-whole={verified.isWhole} role="status">
            <Icon name={verified.isWhole ? "check" : "error"} />
            {verified.isWhole
              ? t("publish:whole", { n: count(verified.head?.seq ?? 0) })
              : t("publish:brokenAt", { n: count(verified.brokenAt ?? 0) })}
          </strong>
        )}
      </p>
      <AnswerNote answer={answer} say={(error) => serverSentence(t, error)} />
      {verified && <Trail connectionId={connection.id} head={verified.head?.seq ?? PAGE} />}
    </div>
  );
};
