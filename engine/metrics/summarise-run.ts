import type { BacktestRun } from "../contract/backtest.ts";
import { drawdownSeries } from "./drawdown-series.ts";
import { type Drawdown, drawdownTable } from "./drawdown-table.ts";
import { monthlyReturns, type YearOfReturns } from "./monthly-returns.ts";
import { type RunConventions, type RunMetric, runMetrics, sampleRun } from "./run-metrics.ts";

/** What a tear sheet shows of a run; all series have one entry per date of the run. */
export interface RunSummary {
  readonly metrics: RunMetric[];
  /** Growth of one unit of capital. */
  readonly equity: Float64Array;
  readonly drawdown: Float64Array;
  readonly benchmarkDrawdown: Float64Array;
  readonly monthly: YearOfReturns[];
  readonly drawdowns: Drawdown[];
}

/**
 * The metrics and series of a finished run, net of costs, by the house's conventions or the given ones.
 * A metric that is undefined has a reason, never 0 or infinity.
 *
 * @example summariseRun(run).metrics.find((metric) => metric.key === "sharpe")
 */
export function summariseRun(run: BacktestRun, conventions: RunConventions = {}): RunSummary {
  const start = run.navMinor[0]!;
  const equity = run.navMinor.map((nav) => nav / start);
  return {
    metrics: runMetrics(sampleRun(run, conventions)),
    equity,
    drawdown: drawdownSeries(equity),
    benchmarkDrawdown: drawdownSeries(run.benchmark),
    monthly: monthlyReturns(run.dates, run.navMinor),
    drawdowns: drawdownTable(run.dates, equity),
  };
}
