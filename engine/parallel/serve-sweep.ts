import { simulateBacktest } from "../backtest/run-backtest.ts";
import type { BacktestRun } from "../contract/backtest.ts";
import { fail, ok, type Result } from "../contract/result.ts";
import { runMetricKeys, runMetricValue, sampleRun } from "../metrics/run-metrics.ts";
import { resolveParameters } from "../strategy/parameters.ts";
import type { Strategy } from "../strategy/strategy.ts";
import type { ParameterOverrides } from "./parameter-source.ts";
import type { FromPoolWorker, ToPoolWorker } from "./pool-messages.ts";
import { servePool } from "./serve-pool.ts";
import type { SweepAnswer, SweepSetup } from "./sweep-task.ts";

/**
 * Makes a strategy from a recipe. It is asked before every run and must give a strategy that no earlier run has
 * touched: what a strategy remembers would make a run's result depend on which runs its worker had before.
 */
export type LoadStrategy = (recipe: string) => Promise<Result<Strategy>>;

/**
 * The worker's half of a sweep: give it each message of the owner. Between runs it keeps the shared panel,
 * which no run changes. A recipe that gives no strategy, or a metric that does not exist, is the failure of the sweep.
 */
export function serveSweep(
  post: (message: FromPoolWorker) => void,
  loadStrategy: LoadStrategy,
): (message: ToPoolWorker) => void {
  return servePool(post, async (given, isCancelled) => {
    const setup = given as SweepSetup;
    const first = await loadStrategy(setup.recipe);
    if (!first.ok) return first;
    return ok(async (task) => {
      const strategy = await loadStrategy(setup.recipe);
      if (!strategy.ok) return strategy;
      return runOnce(setup, strategy.value, task as ParameterOverrides, isCancelled);
    });
  });
}

function runOnce(
  setup: SweepSetup,
  strategy: Strategy,
  overrides: ParameterOverrides,
  isCancelled: () => boolean,
): Result<SweepAnswer> {
  const { panel, config } = setup;
  const parameters = resolveParameters(strategy, overrides);
  if (!parameters.ok) return parameters;
  const simulated = simulateBacktest({ panel, strategy, parameters: parameters.value, config, isCancelled });
  if (!simulated.ok) return simulated;
  const { run, release } = simulated.value;
  try {
    return answerOf(run, setup);
  } finally {
    release();
  }
}

/** What is wanted of a run. */
function answerOf(
  run: BacktestRun,
  { metrics, periodsPerYear, needsReturns }: SweepSetup,
): Result<SweepAnswer> {
  const sample = sampleRun(run, { periodsPerYear });
  const values = new Float64Array(metrics.length);
  for (const [k, key] of metrics.entries()) {
    const metric = runMetricValue(sample, key);
    if (!metric) return fail("unknown-metric", unknownMetric(key), { metric: key });
    values[k] = metric.ok ? metric.value : Number.NaN;
  }
  return ok({
    metrics: values,
    orderHash: run.orderHash,
    returns: needsReturns ? sample.returns : null,
    dates: needsReturns ? run.dates.slice(1) : null,
  });
}

const unknownMetric = (key: string) => `there is no metric "${key}": there are ${runMetricKeys().join(", ")}`;
