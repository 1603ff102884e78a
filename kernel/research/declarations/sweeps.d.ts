// Many backtests of one strategy, with different parameters.

/**
 * The values one parameter takes: a list; or from, from + step, … up to `to`; or, in a random search and without a
 * step, any number from `from` to `to`.
 */
type ParameterAxis =
  | readonly number[]
  | { readonly from: number; readonly to: number; readonly step?: number };
/** Which parameters the runs of a sweep have, from `grid` or `randomSearch`. */
interface SweepParameters {
  readonly kind: "grid" | "random" | "list";
  /** How many runs. */
  readonly count: number | null;
}
/**
 * Every combination of the values; the last name changes fastest:
 * `grid({ lookback: { from: 60, to: 252, step: 24 }, top: [5, 10, 20] })`.
 */
declare function grid(axes: Readonly<Record<string, ParameterAxis>>): SweepParameters;
/** So many draws, all values of an axis equally likely. The same seed gives the same draws on every machine. */
declare function randomSearch(
  axes: Readonly<Record<string, ParameterAxis>>,
  options: { readonly count: number; readonly seed: number },
): SweepParameters;

/** What `backtest` takes, and the parameters to run with. */
interface SweepOptions extends Omit<BacktestOptions, "params"> {
  /** From `grid` or `randomSearch`, or a list or generator of parameters such as `{ lookback: 60, top: 10 }`. */
  readonly parameters: SweepParameters | Iterable<Readonly<Record<string, number>>>;
  /** Whether to keep each run's daily returns, which the analytics of trials need; true when left out. */
  readonly keepReturns?: boolean;
}
/** One finished run of a sweep. */
interface SweptRun {
  /** Where the run stands in the columns of the sweep, from 0. */
  readonly index: number;
  readonly parameters: Readonly<Record<string, number>>;
  /** NaN where a metric is undefined for the run. */
  readonly metrics: { readonly [Name in keyof RunMetrics]: number };
}
/** A run of a sweep that failed, and why. */
interface FailedRun {
  readonly parameters: Readonly<Record<string, number>>;
  readonly code: string;
  readonly message: string;
}
/** The finished runs of a sweep, in the order of their parameters. Its rows can be shown: `table(result)`. */
interface Sweep extends Iterable<Readonly<Record<string, number>>> {
  readonly strategyName: string;
  /** Orders fill at the close that decided them: no live run can do that. Maps and tables of the sweep say so. */
  readonly isUnsafe: boolean;
  readonly snapshotId: string;
  /** Finished runs: the length of every column. */
  readonly length: number;
  /** One column for each parameter swept. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
  /** One column for each metric of a run; NaN where it is undefined. */
  readonly metrics: { readonly [Name in keyof RunMetrics]: Float64Array };
  /** How many runs failed, and the first hundred of them. */
  readonly failed: number;
  readonly failures: readonly FailedRun[];
  /** The dates on which the daily returns end, days since 1970-01-01; empty when returns were not kept. */
  readonly dates: Int32Array;
  /** Equal inputs give equal hashes on any machine, with any number of workers. */
  readonly hash: string;
  /** One run by its place. */
  run(index: number): SweptRun;
  /** Simple daily returns of one run, a copy; an error when they were not kept. */
  returns(index: number): Float64Array;
  /** The runs with the highest values of a metric, best first, or with the lowest; ties in order. 10 when left out. */
  best(metric: MetricName, options?: { readonly count?: number; readonly lowest?: boolean }): SweptRun[];
  /** Quantiles of a metric over the runs, by linear interpolation; shares from 0 to 1, the quartiles when left out. */
  quantiles(metric: MetricName, shares?: readonly number[]): Float64Array;
  /** Daily returns of the account that holds every run in equal parts, restored each session. */
  equalWeighted(): Float64Array;
}
/**
 * Runs a strategy once for each set of parameters, on several workers over one panel. Stop ends it at once. The result
 * has the same bits with any number of workers. Each run makes the strategy anew from the cells that define it, so the
 * strategy needs a name of its own, as in `const best = strategy({ … })`, best in a cell that does nothing else.
 */
declare function sweep(strategy: Strategy, options: SweepOptions): Promise<Sweep>;
/**
 * Shows a metric of a sweep by two of its parameters, as a heat map; where runs share a pair, their mean. The first
 * two parameters with several values when left out, and the Sharpe ratio.
 */
declare function sweepMap(
  sweep: Sweep,
  options?: {
    readonly metric?: MetricName;
    readonly x?: string;
    readonly y?: string;
    readonly title?: string;
  },
): void;
