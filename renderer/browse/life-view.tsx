import { useState } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { formatInstant, isoDateOfInstant } from "../format/date-format.ts";
import { formatNumber } from "../format/number-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";
import { AnswerNote } from "./answer-note.tsx";
import { LifeLine } from "./life-line.tsx";
import { useAnswer } from "./use-answer.ts";
import { useSnapshotId } from "./use-snapshot.ts";

interface LifeViewProps {
  readonly iid: string;
  onShow(iid: string): void;
}

/** One instrument from listing to delisting: as a line, and as the table that says the same. */
export const LifeView = ({ iid, onShow }: LifeViewProps) => {
  const t = useShellText();
  const { app } = useActions();
  const snapshot = useSnapshotId();
  const knownTo = useApp(({ catalog }) => catalog?.snapshot.knownTo ?? 0);
  const [chosen, setChosen] = useState<number | null>(null);
  const answer = useAnswer(`${snapshot} ${iid}`, () => app.call("instrument/life", { snapshot, iid }));
  const life = answer.value;
  if (!life) return <AnswerNote answer={answer} />;
  const today = isoDateOfInstant(knownTo);
  return (
    <div className="life" aria-busy={answer.isLoading}>
      <h3 className="browse-title">{life.name}</h3>
      <p className="dim">
        <code>{life.iid}</code> {[life.mic, life.currency, life.sector].filter(Boolean).join(", ")},{" "}
        {life.firstBar === null
          ? t("browse:noBars")
          : t("browse:bars", {
              n: formatNumber(life.bars, { digits: 0 }),
              from: life.firstBar,
              to: life.lastBar ?? "",
            })}
      </p>
      <LifeLine life={life} today={today} chosen={chosen} onChoose={setChosen} />
      <div className="browse-scroll">
        <table className="catalog-table browse-table" aria-label={t("browse:life", { name: life.name })}>
          <thead>
            <tr>
              <th>{t("browse:date")}</th>
              <th>{t("browse:event")}</th>
              <th>{t("browse:detail")}</th>
              <th>{t("browse:knownAt")}</th>
            </tr>
          </thead>
          <tbody>
            {life.events.map(({ date, kind, detail, knownAt, targetIid }, index) => (
              <tr key={`${date} ${kind} ${detail}`} data-chosen={index === chosen || undefined}>
                <td>
                  <button
                    type="button"
                    className="name-button"
                    aria-pressed={index === chosen}
                    onClick={() => setChosen(index === chosen ? null : index)}
                  >
                    {date}
                  </button>
                </td>
                <td>{t(`browse:event_${kind}` as ShellKey)}</td>
                <td>
                  {targetIid === null ? (
                    detail
                  ) : (
                    <button
                      type="button"
                      className="name-button link-button"
                      title={t("browse:showOther", { name: targetIid })}
                      onClick={() => onShow(targetIid)}
                    >
                      {detail}
                    </button>
                  )}
                </td>
                <td className="dim">{formatInstant(knownAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
};
