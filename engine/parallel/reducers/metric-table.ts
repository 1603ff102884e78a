import { GrowingColumn } from "../../accounting/growing-column.ts";
import type { Reducer } from "./reducer.ts";
import { requireMetric } from "./require-metric.ts";

/** One row for each finished run, in task order; all columns have the same length. */
export interface MetricTable {
  readonly runs: Float64Array;
  /** By name, as the sweep gave them; NaN where a run left a parameter at its default. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
  /** By key; NaN where a metric is undefined for a run. */
  readonly metrics: Readonly<Record<string, Float64Array>>;
}

/**
 * The parameters and metrics of every run. Keeps eight bytes for each run and column.
 *
 * @example metricTable(["sharpe", "maxDrawdown"])
 */
export function metricTable(metrics: readonly string[]): Reducer<MetricTable> {
  for (const metric of metrics) requireMetric(metric);
  const keys = [...new Set(metrics)];
  return {
    metrics: keys,
    needsReturns: false,
    start: () => {
      const runs = new GrowingColumn();
      const parameters = new Map<string, GrowingColumn>();
      const values = keys.map(() => new GrowingColumn());
      return {
        add: (run) => {
          for (const name of Object.keys(run.parameters))
            if (!parameters.has(name)) parameters.set(name, columnOfMissing(runs.length));
          for (const [name, column] of parameters) column.push(run.parameters[name] ?? Number.NaN);
          for (const [k, key] of keys.entries()) values[k]!.push(run.metric(key));
          runs.push(run.index);
        },
        result: () => ({
          runs: runs.toArray(),
          parameters: Object.fromEntries([...parameters].map(([name, column]) => [name, column.toArray()])),
          metrics: Object.fromEntries(keys.map((key, k) => [key, values[k]!.toArray()])),
        }),
      };
    },
  };
}

function columnOfMissing(length: number): GrowingColumn {
  const column = new GrowingColumn();
  for (let k = 0; k < length; k++) column.push(Number.NaN);
  return column;
}
