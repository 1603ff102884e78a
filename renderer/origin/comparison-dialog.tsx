import type { RunComparison } from "../../kernel/manifest/compare-runs.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { useShellText } from "../i18n/index.ts";
import "./origin.css";

/** What a new run has in common with the one before. */
export const ComparisonDialog = ({ found, onClose }: { found: RunComparison; onClose(): void }) => {
  const t = useShellText();
  const { isSame, cellCount, outputCount, inputs, first } = found;
  const cellText = (id: string | null) => (id === null ? "" : `, ${t("origin:ofCell", { id })}`);
  return (
    <Dialog
      title={t("origin:verified")}
      className="origin"
      footer={<Button onPress={onClose}>{t("origin:close")}</Button>}
      onClose={onClose}
    >
      <p role="status" data-same={isSame}>
        {isSame ? t("origin:same", { cells: cellCount, outputs: outputCount }) : t("origin:differs")}
      </p>
      {!isSame && (
        <>
          <h3>{inputs.length > 0 ? t("origin:inputs") : t("origin:noInputs")}</h3>
          <ul className="origin-changes">
            {inputs.map(({ input, cellId, was, is }) => (
              <li key={`${input} ${cellId}`}>
                {t(`origin:input:${input}`)}
                {cellText(cellId)}: {t("origin:was")} <code>{was}</code>, {t("origin:is")} <code>{is}</code>
              </li>
            ))}
          </ul>
          <h3>{first ? t("origin:first") : t("origin:sameOutputs")}</h3>
          {first && (
            <p>
              {t("origin:ofCell", { id: first.cellId })}
              {first.output !== null && `, ${t("origin:output", { n: first.output + 1, kind: first.kind })}`}{" "}
              <code>{first.path}</code>: {t("origin:was")} <code>{first.was}</code>, {t("origin:is")}{" "}
              <code>{first.is}</code>
            </p>
          )}
        </>
      )}
    </Dialog>
  );
};
