import { useActions } from "../actions/actions-context.ts";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import { goTo, importFiles, openImport, stopImport } from "./import-actions.ts";
import { missingColumns, missingKnown } from "./mapping-from-draft.ts";
import { mergeReports } from "./merge-reports.ts";
import { useMissingText } from "./missing-text.ts";
import { countText, useWizard } from "./use-wizard.ts";
import { canGoTo, columnNames, steps } from "./wizard-state.ts";

/** What is missing, said beside the button that it keeps from working. */
const useHint = (): string => {
  const t = useShellText();
  const state = useWizard();
  const sentence = useMissingText();
  const { draft, step, busy, reports } = state;
  if (!draft || busy) return "";
  const columns = columnNames(state);
  const missing =
    step === "map" ? missingColumns(draft, columns) : step === "known" ? missingKnown(draft, columns) : [];
  if (missing[0]) return sentence(missing[0]);
  if (step !== "check" || reports.length < state.files.length) return "";
  const merged = mergeReports(reports.map(({ report }) => report));
  if (merged.rowsAdded + merged.rowsRevised > 0) return "";
  return merged.rowsQuarantined > 0 ? "" : t("import:check:nothingNew");
};

export const WizardFooter = ({ onClose }: { onClose(): void }) => {
  const t = useShellText();
  const context = useActions();
  const state = useWizard();
  const hint = useHint();
  const { step, busy, reports, results, files } = state;
  const at = steps.indexOf(step);
  const next = steps[at + 1];
  const isEnded = step === "import" && busy === null;
  const isAllIn = results.length === files.length;

  const primary = () => {
    if (step === "import") {
      if (!isEnded) return null;
      return isAllIn ? (
        <Button look="primary" onPress={onClose}>
          {t("import:done")}
        </Button>
      ) : (
        <Button look="primary" onPress={() => void importFiles(context)}>
          {t("import:tryAgain")}
        </Button>
      );
    }
    if (step === "check") {
      const merged = mergeReports(reports.map(({ report }) => report));
      const rows = merged.rowsAdded + merged.rowsRevised;
      return (
        <Button
          look="primary"
          isDisabled={busy !== null || reports.length < files.length || rows === 0}
          onPress={() => void importFiles(context)}
        >
          {t("import:importRows", { n: countText(rows) })}
        </Button>
      );
    }
    return (
      <Button
        look="primary"
        isDisabled={!next || !canGoTo(state, next)}
        onPress={() => next && goTo(context, next)}
      >
        {t(step === "known" ? "import:runChecks" : "import:next")}
      </Button>
    );
  };

  return (
    <div className="dialog-footer import-footer">
      {!isEnded && busy !== "importing" && busy !== "undoing" && (
        <Button look="plain" onPress={onClose}>
          {t("import:cancel")}
        </Button>
      )}
      {isEnded && results.length > 0 && (
        <Button look="plain" onPress={() => openImport(context)}>
          {t("import:another")}
        </Button>
      )}
      <span className="import-hint" role="status">
        {hint}
      </span>
      {(busy === "checking" || busy === "inspecting" || busy === "importing") && (
        <Button isDisabled={state.progress?.step === "committing"} onPress={() => stopImport(context)}>
          {t("import:stop")}
        </Button>
      )}
      {step !== "file" &&
        (step !== "import" || (isEnded && results.length === 0)) &&
        busy !== "importing" && (
          <Button isDisabled={busy !== null} onPress={() => goTo(context, steps[at - 1]!)}>
            {t("import:back")}
          </Button>
        )}
      {primary()}
    </div>
  );
};
