import { metricReference } from "../metric-reference.ts";
import type { MetricReference } from "../reference/metric-entry.ts";

/** docs/reference/metrics.md, from what stands in `metrics/reference`. */
export function renderMetricReference(): string {
  const groups = [...new Set(metricReference.map(({ group }) => group))];
  return [
    "# Metrics",
    "",
    "Generated from the engine's own reference; do not edit. After a change to it:",
    "`npx vitest run engine/metrics/metric-reference.test.ts --update`.",
    "",
    "Returns are simple and periodic, standard deviations have the divisor n − 1, and the annualisation factor A is an",
    "argument, 252 unless given. NaN is a missing value and nothing else. A metric that is undefined is a failure with a",
    "code, never 0 or infinity; on a tear sheet it stands as – with that reason, in `metrics(run)` as null, and in",
    "`analytics` it is an error. Where a cell can ask for a metric, the line “In a cell” says how.",
    "",
    "Examples are code over the engine's functions, their numbers to six significant digits; a test runs them. `run` is",
    "an account of 1,000.00 with a NAV of 1,000, 1,010 and 990, two fills and costs of 5.00.",
    ...groups.flatMap((group) => [
      "",
      `## ${group.charAt(0).toUpperCase()}${group.slice(1)}`,
      ...metricReference.filter((each) => each.group === group).flatMap(renderMetric),
    ]),
    "",
  ].join("\n");
}

function renderMetric(metric: MetricReference): string[] {
  const { name, signature, meaning, formula, unit, conventions, undefinedWhen } = metric;
  const { source, tearSheet, cell, example } = metric;
  return [
    "",
    `### ${name}`,
    "",
    `\`${signature}\``,
    "",
    meaning,
    "",
    `* Formula: ${formula}`,
    `* Unit: ${unit}`,
    `* Conventions: ${conventions}`,
    `* Undefined: ${undefinedWhen}`,
    ...(tearSheet ? [`* On the tear sheet: \`${tearSheet.key}\``] : []),
    ...(cell ? [`* In a cell: \`${cell}\``] : []),
    ...(source ? [`* Source: ${source}`] : []),
    `* Example: \`${example.code}\` → ${example.output}`,
  ];
}
