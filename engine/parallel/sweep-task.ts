import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";

/** What every worker of a sweep is given once. */
export interface SweepSetup {
  /** From `sharePanel`. */
  readonly panel: Panel;
  /** How to make the strategy, in the host's own words; the engine only hands it on. */
  readonly recipe: string;
  readonly config: BacktestConfig;
  /** Keys of `summariseRun`'s metrics. */
  readonly metrics: readonly string[];
  readonly periodsPerYear: number;
  readonly needsReturns: boolean;
}

/** What a worker sends back of a run: all that the reducers asked for, and no more. */
export interface SweepAnswer {
  /** In the order of the setup's metrics; NaN where a metric is undefined. */
  readonly metrics: Float64Array;
  readonly orderHash: string;
  /** Simple returns of the NAV and the dates they end on, when a reducer needs them. */
  readonly returns: Float64Array | null;
  readonly dates: Int32Array | null;
}

/** The answer of a worker, which is not trusted to be one; null when it is not. */
export function readAnswer(value: unknown, setup: SweepSetup): SweepAnswer | null {
  if (typeof value !== "object" || value === null) return null;
  const { metrics, orderHash, returns, dates } = value as Partial<SweepAnswer>;
  if (!(metrics instanceof Float64Array) || metrics.length !== setup.metrics.length) return null;
  if (typeof orderHash !== "string" || !/^[0-9a-f]{64}$/.test(orderHash)) return null;
  if (!setup.needsReturns) return { metrics, orderHash, returns: null, dates: null };
  if (!(returns instanceof Float64Array) || !(dates instanceof Int32Array)) return null;
  return returns.length === dates.length ? { metrics, orderHash, returns, dates } : null;
}
