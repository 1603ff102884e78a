import { useState } from "react";
import type { BatchEntry } from "../../store/contract/snapshots.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { Button } from "../components/button.tsx";
import { formatInstant } from "../format/date-format.ts";
import { formatNumber, NO_VALUE } from "../format/number-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";
import { AnswerNote } from "./answer-note.tsx";
import { Quarantine } from "./quarantine.tsx";
import { useAnswer } from "./use-answer.ts";

const count = (n: number) => formatNumber(n, { digits: 0 });

interface BatchesViewProps {
  /** The batch to show at first. */
  readonly subject: string | null;
}

/** Every file that was taken in, what became of its rows, and those that were kept out. */
export const BatchesView = ({ subject }: BatchesViewProps) => {
  const t = useShellText();
  const { app } = useActions();
  const snapshotId = useApp(({ catalog }) => catalog?.snapshot.id ?? null);
  const [changes, setChanges] = useState(0);
  const [chosen, setChosen] = useState(subject);
  const answer = useAnswer(`${changes} ${snapshotId}`, () => app.call("batch/list", {}));
  const batches = answer.value ?? [];
  const selected = batches.find(({ batchId }) => batchId === chosen) ?? null;
  return (
    <div className="browse-page">
      <AnswerNote answer={answer} />
      {answer.value?.length === 0 && <p className="panel-empty">{t("browse:noBatches")}</p>}
      <div className="browse-scroll browse-upper">
        <table className="catalog-table browse-table" aria-label={t("browse:batches")}>
          <thead>
            <tr>
              <th>{t("browse:file")}</th>
              <th>{t("browse:source")}</th>
              <th>{t("browse:arrived")}</th>
              <th className="right">{t("browse:rowsIn")}</th>
              <th className="right">{t("browse:rowsOk")}</th>
              <th className="right">{t("browse:rowsUnchanged")}</th>
              <th className="right">{t("browse:rowsOut")}</th>
              <th>{t("browse:state")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <tr key={batch.batchId} data-chosen={batch === selected || undefined}>
                <td>
                  <button
                    type="button"
                    className="name-button"
                    title={`sha256 ${batch.sha256}`}
                    aria-pressed={batch === selected}
                    onClick={() => setChosen(batch.batchId)}
                  >
                    {batch.fileName || batch.batchId}
                  </button>
                </td>
                <td className="dim">{batch.source}</td>
                <td className="dim">
                  {batch.arrivedAt === null ? NO_VALUE : formatInstant(batch.arrivedAt)}
                </td>
                <td className="right figure">{count(batch.rowsIn)}</td>
                <td className="right figure">{count(batch.rowsOk)}</td>
                <td className="right figure">{count(batch.rowsUnchanged)}</td>
                <td className="right figure" data-out={batch.rowsQuarantined > 0 || undefined}>
                  {count(batch.rowsQuarantined)}
                </td>
                <td>
                  {batch.undoes === null
                    ? t(`browse:state_${batch.state}` as ShellKey)
                    : t("browse:takesBack", { id: batch.undoes })}
                </td>
                <td className="right">
                  <Undo batch={batch} onDone={() => setChanges((n) => n + 1)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {selected ? (
        <Quarantine key={selected.batchId} batchId={selected.batchId} />
      ) : (
        <p className="panel-empty">{t("browse:chooseBatch")}</p>
      )}
    </div>
  );
};

/** Asked twice, since everyone who reads the newest snapshot sees it. Earlier snapshots still hold the rows. */
const Undo = ({ batch, onDone }: { batch: BatchEntry; onDone(): void }) => {
  const t = useShellText();
  const { app } = useActions();
  const [step, setStep] = useState<"rest" | "sure" | "busy">("rest");
  const [message, setMessage] = useState("");
  // What came from no file has no arrival; it is the ground the rest stands on.
  if (batch.state === "undone" || batch.undoes !== null || batch.rowsOk === 0 || batch.arrivedAt === null)
    return null;
  const undo = async () => {
    setStep("busy");
    const done = await app.call("batch/undo", { batchId: batch.batchId });
    setStep("rest");
    setMessage(done.ok ? "" : done.error.message);
    if (done.ok) onDone();
  };
  return (
    <>
      {message !== "" && <span role="alert">{message}</span>}
      {step === "rest" ? (
        <Button look="plain" onPress={() => setStep("sure")}>
          {t("browse:undo")}
        </Button>
      ) : (
        <Button isDisabled={step === "busy"} onPress={() => void undo()}>
          {t("browse:undoSure", { n: count(batch.rowsOk) })}
        </Button>
      )}
    </>
  );
};
