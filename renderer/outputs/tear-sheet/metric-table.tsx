import type { JSX } from "react";
import type { Metric } from "../../../kernel/contract/display.ts";
import { formatDifference, formatMetric } from "../../format/metric-format.ts";
import { useText } from "../use-text.ts";
import { groupMetrics } from "./metric-groups.ts";
import { useMetricText } from "./use-metric-text.ts";

/** Every metric of the run beside its benchmark and the difference, by group. */
export function MetricTable(props: { readonly metrics: readonly Metric[] }): JSX.Element {
  const { t } = useText();
  const { name, reason } = useMetricText();
  return (
    <table className="metric-table">
      <thead>
        <tr>
          <td />
          <th scope="col">{t("details.strategy")}</th>
          <th scope="col">{t("details.benchmark")}</th>
          <th scope="col">{t("details.difference")}</th>
        </tr>
      </thead>
      {groupMetrics(props.metrics).map(({ group, metrics }) => (
        <tbody key={group}>
          <tr>
            <th colSpan={4} scope="rowgroup" className="metric-group">
              {t(`groups.${group}`)}
            </th>
          </tr>
          {metrics.map((metric) => (
            <tr
              key={metric.key}
              data-metric={metric.key}
              data-value={metric.value ?? ""}
              data-benchmark={metric.benchmark ?? ""}
            >
              <th scope="row">{name(metric)}</th>
              <td className={metric.value === null ? "is-undefined" : "is-strong"}>
                {metric.value === null ? reason(metric) : formatMetric(metric.value, metric.format)}
              </td>
              <td className="is-quiet">
                {metric.benchmark === null ? "" : formatMetric(metric.benchmark, metric.format)}
              </td>
              <td className="is-quiet">{formatDifference(metric)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
