import type { Metric } from "../../../kernel/contract/display.ts";

export const METRIC_GROUPS = [
  "return",
  "risk",
  "ratio",
  "benchmark",
  "trading",
  "evidence",
  "other",
] as const;
export type MetricGroup = (typeof METRIC_GROUPS)[number];

const MEMBERS: Readonly<Record<Exclude<MetricGroup, "other">, readonly string[]>> = {
  return:
    "totalReturn cagr annualReturn bestDay worstDay bestMonth worstMonth hitRate finalValue finalNav capital".split(
      " ",
    ),
  risk: "volatility downsideDeviation maxDrawdown maxDrawdownSessions valueAtRisk var95 conditionalValueAtRisk cvar95 skew skewness kurtosis rawKurtosis".split(
    " ",
  ),
  ratio: "sharpe sortino calmar omega tailRatio stability payoff profitFactor expectancy".split(" "),
  benchmark: "alpha beta trackingError informationRatio upCapture downCapture".split(" "),
  trading:
    "turnover costDrag totalCosts averageExposure grossExposure maxGrossLeverage exposure averageNames names concentration rebalances fills trades sessions".split(
      " ",
    ),
  evidence: "psr dsr minTrackRecord minTrl pbo".split(" "),
};

/** Metrics by the group they belong to, in the order of the group; unknown ones stand last, none is dropped. */
export const groupMetrics = (
  metrics: readonly Metric[],
): readonly { group: MetricGroup; metrics: readonly Metric[] }[] => {
  const byKey = new Map(metrics.map((metric) => [metric.key, metric]));
  const known = new Set<string>();
  const groups = METRIC_GROUPS.flatMap((group) => {
    if (group === "other") return [];
    const members = MEMBERS[group].flatMap((key) => byKey.get(key) ?? []);
    for (const { key } of members) known.add(key);
    return members.length > 0 ? [{ group, metrics: members }] : [];
  });
  const rest = metrics.filter(({ key }) => !known.has(key));
  return rest.length > 0 ? [...groups, { group: "other", metrics: rest }] : groups;
};

const STRIP = [
  "cagr",
  "volatility",
  "sharpe",
  "sortino",
  "maxDrawdown",
  "alpha",
  "turnover",
  "dsr",
  "psr",
  "calmar",
  "informationRatio",
  "totalReturn",
];

/** The eight figures at the top: the house order, filled with whatever else there is. */
export const stripMetrics = (metrics: readonly Metric[]): readonly Metric[] => {
  const byKey = new Map(metrics.map((metric) => [metric.key, metric]));
  const preferred = STRIP.flatMap((key) => byKey.get(key) ?? []);
  const rest = metrics.filter(({ key }) => !STRIP.includes(key));
  return [...preferred, ...rest].slice(0, 8);
};

/** "max-drawdown" and "max_drawdown" name the same metric as "maxDrawdown". */
export const metricLabelKey = (key: string): string =>
  `metric.${key.replace(/[-_]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;

/** A key without a name of its own, as words: "cashShare" reads "Cash share". */
export const wordsOfKey = (key: string): string => {
  const words = key
    .replace(/[-_]+/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
