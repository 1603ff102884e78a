import type { BacktestRun } from "../contract/backtest.ts";

/**
 * The benchmark of a sweep's runs. It is the panel's and the currency's, not the strategy's, so runs that strike at
 * the same instants have the same one: a worker computes it once, where each would go through the whole panel.
 */
export class SweepBenchmark {
  #instants = new Float64Array(0);
  #benchmark: Float64Array | null = null;

  /** The run with its benchmark, computed only when no run before struck at its instants. */
  giveTo(run: BacktestRun): BacktestRun {
    if (!this.#benchmark || !areEqual(this.#instants, run.instants)) {
      this.#benchmark = run.benchmark;
      this.#instants = Float64Array.from(run.instants);
    }
    // Over the getter, which a copy of the run would call.
    return Object.defineProperty(run, "benchmark", { value: this.#benchmark });
  }
}

const areEqual = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
};
