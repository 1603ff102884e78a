import type { CellExplanation, SeenVersion } from "../../store/contract/explain.ts";
import { formatInstant } from "../format/date-format.ts";
import { formatPlain, NO_VALUE } from "../format/number-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";

interface ExplanationProps {
  readonly explanation: CellExplanation;
  readonly isLoading: boolean;
}

const isSame = (a: SeenVersion | null, b: SeenVersion | null): boolean =>
  a !== null &&
  b !== null &&
  a.validDate === b.validDate &&
  a.revision === b.revision &&
  a.ingestSeq === b.ingestSeq;

/** Which row a cell showed, what it would have shown a day earlier, and what became known too late for it. */
export const Explanation = ({ explanation, isLoading }: ExplanationProps) => {
  const t = useShellText();
  const { iid, field, unit, sessionDate, decisionAt, reason, seen, dayEarlier, later } = explanation;
  const rows: readonly (readonly [string, SeenVersion | null])[] = [
    [t("browse:seen"), seen],
    [t("browse:dayEarlier"), dayEarlier],
    ...later.map((version) => [t("browse:laterVersions"), version] as const),
  ];
  return (
    <div className="browse-scroll explanation" aria-busy={isLoading}>
      <h3 className="browse-title" data-value={seen?.value ?? ""}>
        <code>{iid}</code> {field}, {sessionDate}:{" "}
        {seen?.value == null
          ? t("browse:nothingSeen", { reason: t(`browse:reason_${reason}` as ShellKey) })
          : formatPlain(seen.value)}{" "}
        {seen?.value != null && <span className="dim">{unit}</span>}
      </h3>
      <p className="dim">
        {t("browse:decidedAt")} {formatInstant(decisionAt)}
      </p>
      <table className="catalog-table browse-table" aria-label={t("browse:explain")}>
        <thead>
          <tr>
            <td />
            <th className="right">{t("browse:value")}</th>
            <th>{t("browse:validDate")}</th>
            <th className="right">{t("browse:revision")}</th>
            <th>{t("browse:knownAt")}</th>
            <th>{t("browse:quality")}</th>
            <th>{t("browse:source")}</th>
            <th>{t("browse:file")}</th>
            <th>{t("browse:batch")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, version], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer never change places.
            <tr key={index} data-chosen={index === 0 || undefined}>
              <th scope="row">{name}</th>
              {version === null ? (
                <td colSpan={8}>{NO_VALUE}</td>
              ) : (
                <>
                  <td className="right figure">
                    {version.value === null ? NO_VALUE : formatPlain(version.value)}
                  </td>
                  <td>{version.validDate}</td>
                  <td className="right">{version.revision}</td>
                  <td>{formatInstant(version.knownAt)}</td>
                  <td>{t(`browse:quality_${version.knownQuality}` as ShellKey)}</td>
                  <td className="browse-text">{version.source}</td>
                  <td className="browse-text">{version.fileName || NO_VALUE}</td>
                  <td className="mono">
                    {version.batchId}
                    {index === 1 && isSame(seen, version) ? `, ${t("browse:sameAsSeen")}` : ""}
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {later.length === 0 && <p className="dim browse-note">{t("browse:noLater")}</p>}
    </div>
  );
};
