import { useState } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { NameButton } from "../catalog/name-button.tsx";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { activeTab } from "../state/app-state.ts";
import { readNewSnapshot, undoBatch } from "./import-actions.ts";
import { insertFieldCell } from "./insert-field-cell.ts";
import { ProgressLine } from "./progress-line.tsx";
import { countText, useWizard } from "./use-wizard.ts";
import { WizardPage } from "./wizard-page.tsx";
import type { ImportResult } from "./wizard-state.ts";

const Result = ({ result }: { result: ImportResult }) => {
  const t = useShellText();
  const context = useActions();
  const { busy } = useWizard();
  const { report, batchId, isUndone } = result;
  const { firstDate, lastDate, instruments } = report.coverage;
  return (
    <li className="import-result" data-batch={batchId ?? undefined}>
      <p>
        <Icon name={isUndone ? "info" : "check"} /> <strong>{report.fileName}</strong>
      </p>
      <p role="status">
        {isUndone
          ? t("import:result:isUndone")
          : batchId
            ? t("import:result:added", { n: countText(report.rowsAdded + report.rowsRevised) })
            : t("import:result:nothing")}
      </p>
      {report.isResumed && <p className="dim">{t("import:result:isResumed")}</p>}
      {batchId && (
        <p className="dim">
          {firstDate && lastDate && `${t("import:result:span", { from: firstDate, to: lastDate })}, `}
          {`${t("import:check:instruments")} ${countText(instruments)}, `}
          {`${t("import:check:rowsQuarantined")} ${countText(report.rowsQuarantined)}, `}
          {t("import:result:batch")} <code>{batchId.slice(0, 12)}</code>
        </p>
      )}
      {batchId && !isUndone && (
        <Button isDisabled={busy !== null} onPress={() => void undoBatch(context, batchId)}>
          {t("import:result:undo")}
        </Button>
      )}
    </li>
  );
};

const NewFields = ({ names }: { names: readonly string[] }) => {
  const t = useShellText();
  const context = useActions();
  const hasNotebook = useApp((state) => activeTab(state) !== null);
  const [inserted, setInserted] = useState<readonly string[]>([]);
  if (names.length === 0) return null;
  return (
    <section className="import-block">
      <h3>
        {t("import:result:newFields")} <span className="dim">{t("import:result:copyName")}</span>
      </h3>
      <ul className="new-fields">
        {names.map((name) => (
          <li key={name}>
            <span className="mono">
              <NameButton name={name} />
            </span>
            {hasNotebook && (
              <Button
                icon={inserted.includes(name) ? "check" : "plus"}
                isDisabled={inserted.includes(name)}
                onPress={() => {
                  if (insertFieldCell(context, name)) setInserted([...inserted, name]);
                }}
              >
                {t(inserted.includes(name) ? "import:result:inserted" : "import:result:insert")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** A notebook goes on reading the snapshot it names, until it is told to read the new one. */
const OlderSnapshot = ({ snapshotId }: { snapshotId: string }) => {
  const t = useShellText();
  const context = useActions();
  const named = useApp((state) => activeTab(state)?.document.notebook.snapshot ?? "");
  const [before] = useState(named);
  if (before === "") return null;
  return (
    <section className="import-block">
      <h3>{t("import:result:snapshot")}</h3>
      <p>{t(named === before ? "import:result:reads" : "import:result:readsNow", { name: named })}</p>
      {named === before && (
        <Button onPress={() => void readNewSnapshot(context, snapshotId)}>
          {t("import:result:readNew")}
        </Button>
      )}
    </section>
  );
};

/** Taking the rows in, and what came of it. */
export const RunStep = () => {
  const t = useShellText();
  const { files, results, busy } = useWizard();
  const present = files.find(({ fileId }) => !results.some((result) => result.fileId === fileId));
  const standing = results.filter(({ batchId, isUndone }) => batchId !== null && !isUndone);
  const newest = standing.at(-1)?.snapshotId ?? null;
  const isDone = busy !== "importing" && results.length === files.length;
  return (
    <WizardPage title={t(isDone ? "import:result:title" : "import:run:title")} text="">
      {busy === "importing" && present && (
        <ProgressLine text={t("import:run:running", { name: present.name })} />
      )}
      {busy === "undoing" && <ProgressLine text={t("import:result:undoing")} />}
      {busy === null && results.length < files.length && (
        <p>{t(results.length > 0 ? "import:run:stoppedSome" : "import:run:stopped")}</p>
      )}
      <ul className="import-results">
        {results.map((result) => (
          <Result key={result.fileId} result={result} />
        ))}
      </ul>
      {newest && <OlderSnapshot snapshotId={newest} />}
      <NewFields names={[...new Set(standing.flatMap(({ report }) => report.coverage.fields))]} />
      {standing.length > 0 && <p className="dim import-note">{t("import:result:undoText")}</p>}
    </WizardPage>
  );
};
