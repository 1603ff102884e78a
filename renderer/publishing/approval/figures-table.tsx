import { useTranslation } from "react-i18next";
import type { VersionEvidence } from "../../../main/contract/publish-evidence.ts";
import { formatMetric } from "../../format/metric-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { metricLabelKey, wordsOfKey } from "../../outputs/tear-sheet/metric-groups.ts";
import { changeText, shownFigures } from "./shown-figures.ts";

/** What the backtest came to, beside the version that is live. */
export const FiguresTable = ({ evidence }: { evidence: VersionEvidence }) => {
  const t = useShellText();
  const { t: outputs } = useTranslation("outputs");
  const { backtest, live, version } = evidence;
  if (!backtest) return <p className="dim">{t("publish:noBacktest")}</p>;
  const hasLive = live !== null && live.version.version !== version.version;
  return (
    <table
      className={`catalog-table browse-table evidence-table${hasLive ? "" : " figures-alone"}`}
      aria-label={t("publish:figures")}
    >
      <thead>
        <tr>
          <th>{t("publish:figure")}</th>
          <th className="right">{t("publish:thisVersion", { n: version.version })}</th>
          {hasLive && (
            <>
              <th className="right">{t("publish:liveVersion", { n: live.version.version })}</th>
              <th className="right">{t("publish:change")}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {shownFigures(backtest.metrics, hasLive ? live.metrics : null).map((figure) => (
          <tr key={figure.key} data-figure={figure.key}>
            <td>{outputs(metricLabelKey(figure.key), { defaultValue: wordsOfKey(figure.key) })}</td>
            <td className="right evidence-value">{formatMetric(figure.value, figure.format)}</td>
            {hasLive && (
              <>
                <td className="right">{formatMetric(figure.live, figure.format)}</td>
                <td className="right">{changeText(figure)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
