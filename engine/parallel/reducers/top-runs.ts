import { requireWhole } from "../../argument-error.ts";
import type { ParameterOverrides } from "../parameter-source.ts";
import type { Reducer } from "./reducer.ts";
import { requireMetric } from "./require-metric.ts";

export interface RankedRun {
  readonly index: number;
  readonly parameters: ParameterOverrides;
  readonly value: number;
  readonly orderHash: string;
}

/**
 * The n runs with the highest value of a metric, best first; the lowest with `lowest`. Equal values keep task order;
 * runs for which the metric is undefined are left out. Keeps n runs.
 *
 * @example topRuns("sharpe", 10)
 */
export function topRuns(
  metric: string,
  n: number,
  { lowest = false }: { readonly lowest?: boolean } = {},
): Reducer<RankedRun[]> {
  requireMetric(metric);
  requireWhole("n", n, 1, 100_000);
  const isBetter = (a: number, b: number) => (lowest ? a < b : a > b);
  return {
    metrics: [metric],
    needsReturns: false,
    start: () => {
      const best: RankedRun[] = [];
      return {
        add: (run) => {
          const { index, parameters, orderHash } = run;
          const value = run.metric(metric);
          if (Number.isNaN(value)) return;
          if (best.length === n && !isBetter(value, best[n - 1]!.value)) return;
          let low = 0;
          let high = best.length;
          while (low < high) {
            const middle = (low + high) >>> 1;
            if (isBetter(value, best[middle]!.value)) high = middle;
            else low = middle + 1;
          }
          best.splice(low, 0, { index, parameters, value, orderHash });
          if (best.length > n) best.pop();
        },
        result: () => best,
      };
    },
  };
}
