import type { ParameterOverrides } from "../parameter-source.ts";

/** One finished run of a sweep, as reducers see it. */
export interface SweptRun {
  /** The number of the run, from 0, in the order of the parameters. */
  readonly index: number;
  readonly parameters: ParameterOverrides;
  /** The value of a metric that the reducer asked for; NaN where it is undefined for this run. */
  metric(key: string): number;
  readonly orderHash: string;
  /** Simple returns of the NAV and the dates they end on; empty unless a reducer needs them. */
  readonly returns: Float64Array;
  readonly dates: Int32Array;
}

/** Makes one result of all runs, seeing each once, in task order, and keeping as little as it can. */
export interface Reducer<R> {
  /** Keys of the metrics it reads. */
  readonly metrics: readonly string[];
  readonly needsReturns: boolean;
  start(): { add(run: SweptRun): void; result(): R };
}
