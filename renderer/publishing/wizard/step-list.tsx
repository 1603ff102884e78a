import { Icon, type IconName } from "../../components/icon.tsx";
import { formatDuration } from "../../format/date-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { useLocale } from "../../shell/use-locale.ts";
import { useStepText } from "./step-words.ts";
import type { ShownState, ShownStep, ShownStepId } from "./steps-shown.ts";

const icons: Readonly<Partial<Record<ShownState, IconName>>> = {
  passed: "check",
  done: "check",
  warned: "warning",
  failed: "error",
  locked: "lock",
};

/** What took less is not worth its line. */
const SHOWN_MS = 100;

interface StepListProps {
  readonly steps: readonly ShownStep[];
  readonly chosen: ShownStepId;
  onChoose(id: ShownStepId): void;
}

/** Every step from the clean run to the deployment, each with its state and what was found. */
export const StepList = ({ steps, chosen, onChoose }: StepListProps) => {
  const t = useShellText();
  const locale = useLocale();
  const textOf = useStepText();
  return (
    <ol className="gate-steps" aria-label={t("publish:steps")}>
      {steps.map((step) => {
        const icon = icons[step.state];
        const duration = step.gate?.durationMs ?? 0;
        return (
          <li key={step.id} data-gate-step={step.id} data-state={step.state}>
            <button
              type="button"
              className="gate-step"
              aria-pressed={step.id === chosen}
              onClick={() => onChoose(step.id)}
            >
              <span className="gate-mark" role="img" aria-label={t(`publish:stepState:${step.state}`)}>
                {icon && <Icon name={icon} />}
              </span>
              <span className="gate-words">
                <strong>{t(`publish:step:${step.id}`)}</strong>
                <span className="gate-detail">{textOf(step)}</span>
              </span>
              {duration >= SHOWN_MS && (
                <span className="dim gate-time">{formatDuration(duration, locale)}</span>
              )}
            </button>
          </li>
        );
      })}
    </ol>
  );
};
