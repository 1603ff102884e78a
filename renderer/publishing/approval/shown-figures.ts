import { metricReference } from "../../../engine/index.ts";
import { formatMetric, type MetricFormat } from "../../format/metric-format.ts";
import { formatNumber, NO_VALUE } from "../../format/number-format.ts";

/** The figures that an approver compares, in the order of a tear sheet. */
const keys = [
  "cagr",
  "volatility",
  "sharpe",
  "sortino",
  "calmar",
  "maxDrawdown",
  "turnover",
  "costDrag",
  "averageExposure",
  "maxGrossLeverage",
  "trades",
  "hitRate",
  "psr",
];

/** How each metric is shown: what the engine's reference says of it. */
const formats: ReadonlyMap<string, MetricFormat> = new Map([
  ...metricReference.flatMap(({ tearSheet }) =>
    tearSheet ? [[tearSheet.key, tearSheet.format] as const] : [],
  ),
  // Of bundles alone, for the desk's limit on it.
  ["maxGrossLeverage", "multiple"] as const,
]);

export interface ShownFigure {
  readonly key: string;
  readonly format: MetricFormat;
  /** Null where the run has no value for it. */
  readonly value: number | null;
  readonly live: number | null;
}

type Metrics = Readonly<Record<string, number>>;

const figureOf = (metrics: Metrics | null, key: string): number | null => metrics?.[key] ?? null;

/** Figures of a version beside those of the live one; what neither states is left out. */
export const shownFigures = (metrics: Metrics, live: Metrics | null): readonly ShownFigure[] =>
  keys
    .map((key) => ({
      key,
      format: formats.get(key) ?? "ratio",
      value: figureOf(metrics, key),
      live: figureOf(live, key),
    }))
    .filter(({ value, live: other }) => value !== null || other !== null);

/** Version less live, in points of the shown unit: 12.5% against 11.8% is "+0.7". No difference is a dash. */
export const changeText = ({ value, live, format }: ShownFigure): string => {
  if (value === null || live === null || value === live) return NO_VALUE;
  const change = value - live;
  return format === "percent"
    ? formatNumber(change * 100, { digits: 1, hasPlus: true })
    : formatMetric(change, format, true);
};
