import type { JSX } from "react";
import type { Metric } from "../../../kernel/contract/display.ts";
import { formatMetric } from "../../format/metric-format.ts";
import { useText } from "../use-text.ts";
import { stripMetrics } from "./metric-groups.ts";
import { useMetricText } from "./use-metric-text.ts";

/** A metric that is itself a difference shows its sign. */
const RELATIVE = new Set(["alpha"]);

/** Eight figures, each with its benchmark, or the reason why it has none. */
export function MetricStrip(props: { readonly metrics: readonly Metric[] }): JSX.Element {
  const { name, reason } = useMetricText();
  const under = useUnderText(props.metrics);
  return (
    <dl className="metric-strip">
      {stripMetrics(props.metrics).map((metric) => (
        <div
          key={metric.key}
          className="metric"
          data-metric={metric.key}
          data-value={metric.value ?? ""}
          data-benchmark={metric.benchmark ?? ""}
        >
          <dt className="metric-name">{name(metric)}</dt>
          <dd className={metric.value === null ? "metric-value is-undefined" : "metric-value"}>
            {metric.value === null
              ? reason(metric)
              : formatMetric(metric.value, metric.format, RELATIVE.has(metric.key))}
          </dd>
          <dd className="metric-under">{under(metric)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The small line: the benchmark's figure, or for alpha the beta and for turnover its cost. */
const useUnderText = (metrics: readonly Metric[]): ((metric: Metric) => string) => {
  const { t } = useText();
  const find = (key: string): Metric | undefined =>
    metrics.find((metric) => metric.key === key && metric.value !== null);
  return (metric) => {
    if (metric.benchmark !== null)
      return t("under.benchmark", { value: formatMetric(metric.benchmark, metric.format) });
    const beta = metric.key === "alpha" && find("beta");
    if (beta) return t("under.beta", { value: formatMetric(beta.value, beta.format) });
    const cost = metric.key === "turnover" && find("costDrag");
    if (cost) return t("under.cost", { value: formatMetric(cost.value, cost.format) });
    return "\u00A0";
  };
};
