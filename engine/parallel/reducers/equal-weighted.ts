import { ArgumentError } from "../../argument-error.ts";
import type { Reducer } from "./reducer.ts";

export interface EqualWeightedRuns {
  /** The number of runs that make it up. */
  readonly n: number;
  readonly dates: Int32Array;
  /** Simple returns that end on the dates; empty when n is 0. */
  readonly returns: Float64Array;
}

/**
 * The account that holds every run in equal parts, restored to equal parts each session: r(t) = Σ rₖ(t) / n, added
 * in task order. All runs have the same dates. Keeps one sum for each date, however many runs there are. Runs that
 * failed are not in it.
 *
 * @example equalWeighted()
 */
export function equalWeighted(): Reducer<EqualWeightedRuns> {
  return {
    metrics: [],
    needsReturns: true,
    start: () => {
      let n = 0;
      let dates = new Int32Array(0);
      let sums = new Float64Array(0);
      return {
        add: (run) => {
          if (n === 0) {
            dates = run.dates.slice();
            sums = new Float64Array(dates.length);
          }
          // Strategies of one recipe decide on one market's sessions; a recipe that does not gives no mean.
          if (run.dates.length !== dates.length || run.dates.some((date, t) => date !== dates[t]))
            throw new ArgumentError("runs with different dates cannot be held in equal parts");
          for (let t = 0; t < sums.length; t++) sums[t]! += run.returns[t]!;
          n++;
        },
        result: () => ({ n, dates, returns: sums.map((sum) => sum / n) }),
      };
    },
  };
}
