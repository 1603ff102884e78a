import type { Metric } from "../../kernel/contract/display.ts";
import { formatMultiple, formatNumber, formatPercent, NO_VALUE } from "./number-format.ts";

export type MetricFormat = Metric["format"];

/** A metric's value as it stands on the screen: two decimals for ratios, one for percentages, three for probabilities. */
export const formatMetric = (value: number | null, format: MetricFormat, hasPlus = false): string => {
  if (value === null || Number.isNaN(value)) return NO_VALUE;
  switch (format) {
    case "percent":
      return formatPercent(value, { digits: 1, hasPlus });
    case "ratio":
      return formatNumber(value, { digits: 2, hasPlus });
    case "probability":
      return formatNumber(value, { digits: 3, hasPlus });
    case "multiple":
      return formatMultiple(value);
    case "basis-points":
      return `${formatNumber(value, { digits: 1, hasPlus })} bp`;
    case "money":
    case "integer":
    case "days":
      return formatNumber(value, { digits: 0, hasPlus });
  }
};

/** Strategy less benchmark, in points of the shown unit: 11.8% against 8.9% is "+2.9". */
export const formatDifference = (metric: Metric): string => {
  if (metric.value === null || metric.benchmark === null) return "";
  const difference = metric.value - metric.benchmark;
  return metric.format === "percent"
    ? formatNumber(difference * 100, { digits: 1, hasPlus: true })
    : formatMetric(difference, metric.format, true);
};
