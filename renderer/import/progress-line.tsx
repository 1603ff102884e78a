import { formatDuration } from "../format/date-format.ts";
import { useShellText } from "../i18n/index.ts";
import { useLocale } from "../shell/use-locale.ts";
import { countText, useWizard } from "./use-wizard.ts";

/** How far the reading is: step, rows, rows a second, time left. */
export const ProgressLine = ({ text }: { text: string }) => {
  const t = useShellText();
  const locale = useLocale();
  const { progress } = useWizard();
  const parts = progress
    ? [
        t(`import:run:step:${progress.step}`),
        ...(progress.rows > 0 ? [t("import:run:rows", { n: countText(progress.rows) })] : []),
        ...(progress.rowsPerSecond > 0
          ? [t("import:run:speed", { n: countText(Math.round(progress.rowsPerSecond)) })]
          : []),
        ...(progress.secondsLeft === null
          ? []
          : [t("import:run:left", { time: formatDuration(progress.secondsLeft * 1_000, locale) })]),
      ]
    : [];
  return (
    <div className="import-progress">
      <p role="status">{text}</p>
      <progress
        aria-label={text}
        {...(progress?.secondsLeft != null && progress.rowsPerSecond > 0
          ? { max: progress.rows + progress.secondsLeft * progress.rowsPerSecond, value: progress.rows }
          : {})}
      />
      <p className="dim">{parts.join(", ")}</p>
      {progress?.step === "committing" && <p className="dim">{t("import:run:cannotStop")}</p>}
    </div>
  );
};
