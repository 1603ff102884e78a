import { useActions } from "../actions/actions-context.ts";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { goTo } from "./import-actions.ts";
import { missingColumns, missingKnown } from "./mapping-from-draft.ts";
import { mergeReports } from "./merge-reports.ts";
import { rolesOf } from "./roles.ts";
import { countText, useWizard } from "./use-wizard.ts";
import { canGoTo, columnNames, type Step, steps, type WizardState } from "./wizard-state.ts";

/** A few words under a step: what was settled there. */
const useDetail = (state: WizardState) => {
  const t = useShellText();
  const { files, draft, reports, results } = state;
  const columns = columnNames(state);
  return (step: Step): string => {
    if (step === "file")
      return files.length > 1 ? t("import:sub:files", { n: files.length }) : (files[0]?.name ?? "");
    if (!draft) return "";
    if (step === "map") {
      const missing = missingColumns(draft, columns).length;
      if (missing > 0) return t("import:sub:missing", { n: missing });
      const roles = rolesOf(draft.table, draft.shape);
      return t("import:sub:mapped", {
        n: roles.filter(({ role }) => draft.sources[role]).length,
        all: roles.length,
      });
    }
    if (step === "known")
      return missingKnown(draft, columns).length > 0
        ? t("import:sub:missing", { n: 1 })
        : t(`import:known:kind:${draft.known.kind}`);
    if (step === "check") {
      if (reports.length === 0) return "";
      const held = mergeReports(reports.map(({ report }) => report)).rowsQuarantined;
      return held > 0 ? t("import:sub:quarantined", { n: countText(held) }) : t("import:sub:allGood");
    }
    const added = results.reduce((sum, { report }) => sum + report.rowsAdded + report.rowsRevised, 0);
    return results.length > 0 ? t("import:sub:imported", { n: countText(added) }) : "";
  };
};

export const StepRail = () => {
  const t = useShellText();
  const context = useActions();
  const state = useWizard();
  const detail = useDetail(state);
  const at = steps.indexOf(state.step);
  return (
    <nav aria-label={t("import:steps")}>
      <ol className="step-rail">
        {steps.map((step, index) => {
          const isCurrent = step === state.step;
          const isOpen =
            !isCurrent && step !== "import" && canGoTo(state, step) && state.results.length === 0;
          return (
            <li key={step} data-state={isCurrent ? "current" : index < at ? "done" : "waiting"}>
              <button
                type="button"
                aria-current={isCurrent ? "step" : undefined}
                disabled={!isOpen && !isCurrent}
                onClick={() => goTo(context, step)}
              >
                <span className="step-mark">{index < at && <Icon name="check" />}</span>
                <span className="step-words">
                  <strong>{t(`import:step:${step}`)}</strong>
                  <small className="step-detail" title={detail(step)}>
                    {detail(step)}
                  </small>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
};
