import { useState } from "react";
import { useActions } from "../actions/actions-context.ts";
import { IconButton } from "../components/button.tsx";
import { formatNumber, NO_VALUE } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { AnswerNote } from "./answer-note.tsx";
import { useAnswer } from "./use-answer.ts";

const PAGE = 100;
const count = (n: number) => formatNumber(n, { digits: 0 });

/** The rows of a batch that were kept out: where they stand in the file, as they stand there, and why. */
export const Quarantine = ({ batchId }: { batchId: string }) => {
  const t = useShellText();
  const { app } = useActions();
  const [check, setCheck] = useState<string | null>(null);
  const [offset, setOffset] = useState(0);
  const answer = useAnswer(`${batchId}\n${check}\n${offset}`, () =>
    app.call("quarantine/list", { batchId, check, offset, limit: PAGE }),
  );
  const page = answer.value;
  if (!page) return <AnswerNote answer={answer} />;
  return (
    <section className="browse-lower" aria-label={t("browse:rowsOut")} aria-busy={answer.isLoading}>
      <div className="browse-bar">
        <label className="browse-field">
          <span>{t("browse:check")}</span>
          <select
            className="browse-input"
            value={check ?? ""}
            onChange={(event) => {
              setCheck(event.target.value || null);
              setOffset(0);
            }}
          >
            <option value="">{t("browse:allChecks")}</option>
            {page.checks.map((each) => (
              <option key={each.check} value={each.check}>
                {t("browse:checkRows", { check: each.check, n: count(each.rows) })}
                {each.severity === "warning" ? `, ${t("browse:warningOnly")}` : ""}
              </option>
            ))}
          </select>
        </label>
        <span className="dim" role="status">
          {page.total === 0
            ? t("browse:noneOut")
            : t("browse:page", {
                from: count(offset + 1),
                to: count(offset + page.rows.length),
                n: count(page.total),
              })}
        </span>
        <IconButton
          icon="arrowLeft"
          label={t("browse:previousPage")}
          isDisabled={offset === 0}
          onPress={() => setOffset(Math.max(0, offset - PAGE))}
        />
        <IconButton
          icon="arrowRight"
          label={t("browse:nextPage")}
          isDisabled={offset + PAGE >= page.total}
          onPress={() => setOffset(offset + PAGE)}
        />
        <span className="dim browse-text">
          {page.checks.find((each) => each.check === check)?.reason ?? ""}
        </span>
      </div>
      <div className="browse-scroll">
        <table className="catalog-table browse-table">
          <thead>
            <tr>
              <th className="right">{t("browse:line")}</th>
              <th>{t("browse:raw")}</th>
              <th>{t("browse:check")}</th>
              <th>{t("browse:column")}</th>
              <th>{t("browse:reason")}</th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row) => (
              <tr key={`${row.line} ${row.check}`}>
                <td className="right figure">{count(row.line)}</td>
                <td className="mono browse-raw" title={row.raw}>
                  {row.raw}
                </td>
                <td>{row.check}</td>
                <td className="mono">{row.column ?? NO_VALUE}</td>
                <td className="browse-text">{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
