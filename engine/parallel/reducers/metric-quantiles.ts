import { GrowingColumn } from "../../accounting/growing-column.ts";
import { requireWithin } from "../../argument-error.ts";
import { percentile } from "../../metrics/percentile.ts";
import type { Reducer } from "./reducer.ts";
import { requireMetric } from "./require-metric.ts";

export interface MetricQuantiles {
  /** Runs for which the metric is defined. */
  readonly n: number;
  readonly shares: Float64Array;
  /** In the order of the shares; NaN when n is 0. */
  readonly values: Float64Array;
}

const QUARTILES = [0, 0.25, 0.5, 0.75, 1];

/**
 * Quantiles of a metric over the runs: the value at position share·(n − 1) of the sorted values, linearly between
 * neighbours; exact, not estimated. Runs for which the metric is undefined are left out. Keeps eight bytes for each
 * run.
 *
 * @source Hyndman & Fan (1996), definition 7
 * @example metricQuantiles("sharpe", [0.05, 0.5, 0.95])
 */
export function metricQuantiles(
  metric: string,
  shares: readonly number[] = QUARTILES,
): Reducer<MetricQuantiles> {
  requireMetric(metric);
  for (const share of shares) requireWithin("the share of a quantile", share, 0, 1);
  return {
    metrics: [metric],
    needsReturns: false,
    start: () => {
      const values = new GrowingColumn();
      return {
        add: (run) => {
          const value = run.metric(metric);
          if (!Number.isNaN(value)) values.push(value);
        },
        result: () => {
          const all = values.toArray();
          return {
            n: all.length,
            shares: Float64Array.from(shares),
            values: Float64Array.from(shares, (share) =>
              all.length === 0 ? Number.NaN : percentile(all, share),
            ),
          };
        },
      };
    },
  };
}
