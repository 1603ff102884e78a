import { ArgumentError, type Reducer } from "../../engine/index.ts";

/** Numbers a sweep keeps at most: 256 MB. */
const MOST_RETURNS = 1 << 25;

export interface KeptReturns {
  readonly dates: Int32Array;
  /** Runs × dates in row-major order. */
  readonly returns: Float64Array;
}

/** Keeps the simple returns of every run; all runs have the same dates. Runs that failed are not in it. */
export function keptReturns(): Reducer<KeptReturns> {
  return {
    metrics: [],
    needsReturns: true,
    start: () => {
      let dates = new Int32Array(0);
      const runs: Float64Array[] = [];
      return {
        add: (run) => {
          if (runs.length === 0) dates = run.dates.slice();
          if (run.dates.length !== dates.length || run.dates.some((date, t) => date !== dates[t]))
            throw new ArgumentError("runs with different dates cannot be kept side by side");
          if ((runs.length + 1) * dates.length > MOST_RETURNS)
            throw new ArgumentError(
              `so many returns are more than a sweep keeps, ${MOST_RETURNS} in all: say keepReturns: false`,
            );
          runs.push(run.returns);
        },
        result: () => {
          const returns = new Float64Array(runs.length * dates.length);
          for (const [k, run] of runs.entries()) returns.set(run, k * dates.length);
          return { dates, returns };
        },
      };
    },
  };
}
