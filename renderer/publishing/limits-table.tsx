import type { CSSProperties } from "react";
import type { LimitVerdict } from "../../main/contract/publish-gate.ts";
import { Icon } from "../components/icon.tsx";
import { formatMetric, type MetricFormat } from "../format/metric-format.ts";
import { NO_VALUE } from "../format/number-format.ts";
import { type Translate, useShellText } from "../i18n/index.ts";

const formats: Readonly<Record<LimitVerdict["limit"], MetricFormat>> = {
  maxDrawdown: "percent",
  maxAnnualTurnover: "multiple",
  maxGrossLeverage: "multiple",
  minDeflatedSharpe: "probability",
  needsAuditCertificate: "integer",
  needsRecomputedFigures: "integer",
};

const words = { met: "met", close: "closeTo", broken: "broken", "not-stated": "not-stated" } as const;

const sideText = (t: Translate, { limit }: LimitVerdict, value: number | boolean | null): string =>
  value === null
    ? NO_VALUE
    : typeof value === "boolean"
      ? t(value ? "publish:present" : "publish:missing")
      : formatMetric(value, formats[limit]);

/** How far a figure is from its limit: below zero by how much it is too much, or too little. */
const marginText = ({ limit, stated, allowed }: LimitVerdict): string => {
  if (typeof stated !== "number" || typeof allowed !== "number") return NO_VALUE;
  const margin = limit === "minDeflatedSharpe" ? stated - allowed : allowed - stated;
  return formatMetric(margin, formats[limit]);
};

/** Where the value and the limit stand on a line that has room for both. */
const barOf = ({ stated, allowed }: LimitVerdict): CSSProperties | null => {
  if (typeof stated !== "number" || typeof allowed !== "number") return null;
  const full = Math.max(Math.abs(stated), Math.abs(allowed)) * 1.1 || 1;
  const share = (value: number) => `${(100 * Math.abs(value)) / full}%`;
  return { "--stated": share(stated), "--allowed": share(allowed) } as CSSProperties;
};

export const countMet = (limits: readonly LimitVerdict[]): number =>
  limits.filter(({ verdict }) => verdict === "met" || verdict === "close").length;

/** Each limit of the desk's policy, with what the backtest came to. */
export const LimitsTable = ({ limits }: { limits: readonly LimitVerdict[] }) => {
  const t = useShellText();
  if (limits.length === 0) return <p className="dim">{t("publish:noPolicy")}</p>;
  return (
    <table className="catalog-table browse-table evidence-table" aria-label={t("publish:policy")}>
      <thead>
        <tr>
          <th>{t("publish:limit")}</th>
          <th className="right">{t("publish:stated")}</th>
          <th className="right">{t("publish:allowed")}</th>
          <th className="right">{t("server:margin")}</th>
          <td />
          <th className="right">{t("publish:result")}</th>
        </tr>
      </thead>
      <tbody>
        {limits.map((limit) => {
          const bar = barOf(limit);
          return (
            <tr key={limit.limit} data-verdict={limit.verdict}>
              <td>{t(`publish:${limit.limit}`)}</td>
              <td className="right evidence-value">{sideText(t, limit, limit.stated)}</td>
              <td className="right">
                {limit.allowed === true ? t("publish:wanted") : sideText(t, limit, limit.allowed)}
              </td>
              <td className="right">{marginText(limit)}</td>
              <td className="limit-bar-cell">
                {bar && (
                  <span className="limit-bar" style={bar} aria-hidden="true">
                    <i />
                    <b />
                  </span>
                )}
              </td>
              <td className="right limit-verdict">
                <Icon
                  name={limit.verdict === "met" ? "check" : limit.verdict === "close" ? "warning" : "error"}
                />
                {t(`publish:${words[limit.verdict]}`)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
