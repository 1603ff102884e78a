import type { CSSProperties, JSX } from "react";
import type { TearSheet } from "../../../kernel/contract/display.ts";
import { formatSessionDate } from "../../format/date-format.ts";
import { formatNumber, formatPercent } from "../../format/number-format.ts";
import { ChartCaption } from "../chart/chart-caption.tsx";
import { useText } from "../use-text.ts";

/** The deepest falls: from which peak, to which trough, and when the peak was seen again, if it was. */
export function DrawdownTable(props: { readonly drawdowns: TearSheet["drawdowns"] }): JSX.Element {
  const { drawdowns } = props;
  const { t, locale } = useText();
  const deepest = Math.max(...drawdowns.map(({ depth }) => Math.abs(depth)), 0);
  return (
    <section className="drawdown-section" aria-label={t("caption.drawdowns")}>
      <ChartCaption title={t("caption.drawdowns")} />
      {drawdowns.length === 0 ? (
        <p className="output-note">{t("drawdowns.none")}</p>
      ) : (
        <table className="drawdown-table">
          <thead>
            <tr>
              <th scope="col">{t("drawdowns.peak")}</th>
              <th scope="col">{t("drawdowns.trough")}</th>
              <th scope="col">{t("drawdowns.recovered")}</th>
              <th scope="col" className="is-right">
                {t("drawdowns.sessions")}
              </th>
              <th scope="col" className="is-right">
                {t("drawdowns.depth")}
              </th>
              <td className="drawdown-bar-cell" />
            </tr>
          </thead>
          <tbody>
            {drawdowns.map(({ peak, trough, recovery, depth, sessions }) => (
              <tr key={`${peak}-${trough}`}>
                <td>{formatSessionDate(peak, locale)}</td>
                <td>{formatSessionDate(trough, locale)}</td>
                <td className={recovery === null ? "is-ongoing" : ""}>
                  {recovery === null ? t("drawdowns.ongoing") : formatSessionDate(recovery, locale)}
                </td>
                <td className="is-right">{formatNumber(sessions, { digits: 0 })}</td>
                <td className="is-right is-loss">{formatPercent(depth)}</td>
                <td className="drawdown-bar-cell">
                  <span
                    className="drawdown-bar"
                    style={{ "--share": deepest > 0 ? Math.abs(depth) / deepest : 0 } as CSSProperties}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
