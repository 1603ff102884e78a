import { type FormEvent, useState } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import { activeTab } from "../state/app-state.ts";
import type { ExplainSubject } from "../state/browse-state.ts";
import { AnswerNote } from "./answer-note.tsx";
import { Explanation } from "./explanation.tsx";
import { readIsoDate } from "./iso-input.ts";
import { useAnswer } from "./use-answer.ts";
import { useSnapshotId } from "./use-snapshot.ts";

const USUAL_DELAY = 30;

interface Question {
  readonly instrument: string;
  readonly field: string;
  readonly date: string;
  readonly delay: number;
}

/** Asks of one cell of a panel where its number comes from. */
export const ExplainView = ({ subject }: { subject: ExplainSubject | null }) => {
  const t = useShellText();
  const { app } = useActions();
  const snapshot = useSnapshotId();
  const fields = useApp(({ catalog }) => catalog?.fields ?? []);
  const asOf = useApp((state) => activeTab(state)?.document.notebook.asOf ?? null);
  const [instrument, setInstrument] = useState(subject?.instrument ?? "");
  const [field, setField] = useState(subject?.field ?? fields[0]?.name ?? "");
  const [dateText, setDateText] = useState(subject?.date ?? "");
  const [delay, setDelay] = useState(USUAL_DELAY);
  const date = readIsoDate(dateText);
  const isComplete = instrument.trim() !== "" && field !== "" && typeof date === "string";
  const [question, setQuestion] = useState<Question | null>(
    subject && typeof date === "string" ? { instrument, field, date, delay } : null,
  );
  const answer = useAnswer(question && `${snapshot} ${asOf} ${JSON.stringify(question)}`, async () => {
    const { instrument: text, field: name, date: sessionDate, delay: delayMinutes } = question!;
    // By whatever it was called on that day; what nobody was called may still be the store's own name.
    const found = await app.call("instrument/search", { snapshot, text, on: sessionDate, limit: 1 });
    if (!found.ok) return found;
    const iid = found.value[0]?.iid ?? text;
    return app.call("cell/explain", {
      snapshot,
      iid,
      field: name,
      sessionDate,
      decision: { kind: "close", delayMinutes },
      asOf,
    });
  });
  const ask = (event?: FormEvent) => {
    event?.preventDefault();
    if (isComplete) setQuestion({ instrument: instrument.trim(), field, date, delay });
  };
  return (
    <div className="browse-page">
      <form className="browse-bar browse-form" onSubmit={ask}>
        <label className="browse-field">
          <span>{t("browse:instrument")}</span>
          <input
            className="browse-input mono"
            value={instrument}
            placeholder={t("browse:searchInstrument")}
            onChange={(event) => setInstrument(event.target.value)}
          />
        </label>
        <label className="browse-field">
          <span>{t("browse:field")}</span>
          <select className="browse-input" value={field} onChange={(event) => setField(event.target.value)}>
            {fields.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label className="browse-field">
          <span>{t("browse:session")}</span>
          <input
            className="browse-input"
            value={dateText}
            placeholder={t("browse:dateHint")}
            aria-invalid={date === undefined || undefined}
            onChange={(event) => setDateText(event.target.value)}
          />
        </label>
        <label className="browse-field">
          <span>{t("browse:delay")}</span>
          <input
            type="number"
            className="browse-input browse-number"
            min={0}
            max={1_440}
            value={delay}
            onChange={(event) =>
              setDelay(Math.max(0, Math.min(1_440, Math.round(event.target.valueAsNumber || 0))))
            }
          />
        </label>
        <Button isDisabled={!isComplete} onPress={() => ask()}>
          {t("browse:ask")}
        </Button>
        {!isComplete && <span className="dim">{t("browse:askNeeds")}</span>}
        {/* A form of several fields sends itself on Enter only with a button of its own. */}
        <input type="submit" hidden />
      </form>
      {question === null && <p className="panel-empty">{t("browse:explainHelp")}</p>}
      <AnswerNote answer={answer} />
      {answer.value && <Explanation explanation={answer.value} isLoading={answer.isLoading} />}
    </div>
  );
};
