import type { BacktestRun } from "../contract/backtest.ts";
import { ok, type Result } from "../contract/result.ts";
import { alpha } from "./alpha.ts";
import { beta } from "./beta.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { downCapture, upCapture } from "./capture.ts";
import { conditionalValueAtRisk } from "./conditional-value-at-risk.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { drawdownSeries } from "./drawdown-series.ts";
import { type Drawdown, drawdownTable } from "./drawdown-table.ts";
import { averageExposure, exposure } from "./exposure.ts";
import { bestPeriod, worstPeriod } from "./extremes.ts";
import { rawKurtosis, skewness } from "./higher-moments.ts";
import { hitRate } from "./hit-rate.ts";
import { informationRatio } from "./information-ratio.ts";
import { maxDrawdown } from "./max-drawdown.ts";
import { monthlyReturns, type YearOfReturns } from "./monthly-returns.ts";
import { omega } from "./omega.ts";
import { probabilisticSharpe } from "./probabilistic-sharpe.ts";
import { average, simpleReturns, tooFew } from "./returns.ts";
import { sharpe } from "./sharpe.ts";
import { sharpeSample } from "./sharpe-sample.ts";
import { sortino } from "./sortino.ts";
import { stability } from "./stability.ts";
import { tailRatio } from "./tail-ratio.ts";
import { totalReturn } from "./total-return.ts";
import { trackingError } from "./tracking-error.ts";
import { turnover } from "./turnover.ts";
import { valueAtRisk } from "./value-at-risk.ts";
import { volatility } from "./volatility.ts";

/** A figure to show. `value` is null when it is undefined, and `reason` is then an error code. */
export interface RunMetric {
  readonly key: string;
  readonly value: number | null;
  readonly reason: string | null;
  readonly benchmark: number | null;
  readonly format:
    | "percent"
    | "ratio"
    | "probability"
    | "multiple"
    | "money"
    | "integer"
    | "days"
    | "basis-points";
  /** Gains and losses, which may be coloured. */
  readonly isSigned: boolean;
}

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

/** How the figures of a run are meant; returns in it are per period. */
export interface RunConventions {
  /** The annualisation factor, 252 unless said; never guessed from the dates. */
  readonly periodsPerYear?: number;
  /** The risk-free return of Sharpe ratio, alpha and PSR, 0 unless said. */
  readonly riskFree?: number;
  /** MAR, the minimum acceptable return of the Sortino ratio, 0 unless said. */
  readonly minimumReturn?: number;
  /** The tail of value at risk, its conditional twin and the tail ratio, 0.05 unless said. */
  readonly cutoff?: number;
}

/**
 * The metrics and series of a finished run, net of costs, by the house's conventions or the given ones.
 * A metric that is undefined has a reason, never 0 or infinity.
 *
 * @example summariseRun(run).metrics.find((metric) => metric.key === "sharpe")
 */
export function summariseRun(
  run: BacktestRun,
  { periodsPerYear: A = 252, riskFree = 0, minimumReturn = 0, cutoff = 0.05 }: RunConventions = {},
): RunSummary {
  const start = run.navMinor[0]!;
  const equity = run.navMinor.map((nav) => nav / start);
  const r = simpleReturns(run.navMinor);
  const b = simpleReturns(run.benchmark);
  const both = (statistic: (returns: Float64Array) => Result<number>) =>
    [statistic(r), statistic(b)] as const;
  return {
    metrics: [
      metric("totalReturn", "percent", true, ...both(totalReturn)),
      metric("cagr", "percent", true, ...both((x) => cagr(x, A))),
      metric("volatility", "percent", false, ...both((x) => volatility(x, A))),
      metric("sharpe", "ratio", true, ...both((x) => sharpe(x, A, riskFree))),
      metric("sortino", "ratio", true, ...both((x) => sortino(x, A, minimumReturn))),
      metric("downsideDeviation", "percent", false, ...both((x) => downsideDeviation(x, A, minimumReturn))),
      metric("maxDrawdown", "percent", true, ...both(maxDrawdown)),
      metric("calmar", "ratio", true, ...both((x) => calmar(x, A))),
      metric("omega", "ratio", false, ...both((x) => omega(x, minimumReturn))),
      metric("stability", "ratio", false, ...both(stability)),
      metric("alpha", "percent", true, alpha(r, b, A, riskFree)),
      metric("beta", "ratio", false, beta(r, b)),
      metric("informationRatio", "ratio", true, informationRatio(r, b, A)),
      metric("trackingError", "percent", false, trackingError(r, b, A)),
      metric("upCapture", "percent", true, upCapture(r, b, A)),
      metric("downCapture", "percent", true, downCapture(r, b, A)),
      metric("hitRate", "percent", false, ...both(hitRate)),
      metric("psr", "probability", false, ...both((x) => psrOf(x, riskFree))),
      metric("skewness", "ratio", false, ...both(skewness)),
      metric("kurtosis", "ratio", false, ...both(rawKurtosis)),
      metric("tailRatio", "ratio", false, ...both((x) => tailRatio(x, cutoff))),
      metric("valueAtRisk", "percent", true, ...both((x) => valueAtRisk(x, cutoff))),
      metric("conditionalValueAtRisk", "percent", true, ...both((x) => conditionalValueAtRisk(x, cutoff))),
      metric("bestDay", "percent", true, ...both(bestPeriod)),
      metric("worstDay", "percent", true, ...both(worstPeriod)),
      metric("turnover", "multiple", false, turnover(run.fills.valueMinor, run.navMinor, r.length, A)),
      metric("averageExposure", "percent", false, averageExposure(run.grossExposure)),
      metric("exposure", "percent", false, exposure(run.grossExposure)),
      metric("costDrag", "basis-points", false, costDrag(run, r.length, A)),
      metric("trades", "integer", false, ok(run.fills.at.length)),
    ],
    equity,
    drawdown: drawdownSeries(equity),
    benchmarkDrawdown: drawdownSeries(run.benchmark),
    monthly: monthlyReturns(run.dates, run.navMinor),
    drawdowns: drawdownTable(run.dates, equity),
  };
}

function metric(
  key: string,
  format: RunMetric["format"],
  isSigned: boolean,
  value: Result<number>,
  benchmark?: Result<number>,
): RunMetric {
  return {
    key,
    value: value.ok ? value.value : null,
    reason: value.ok ? null : value.error.code,
    benchmark: benchmark?.ok ? benchmark.value : null,
    format,
    isSigned,
  };
}

/** PSR against zero, from the per-period Sharpe ratio and the sample's own shape. */
function psrOf(returns: Float64Array, riskFree: number): Result<number> {
  const sample = sharpeSample(returns, riskFree);
  return sample.ok ? probabilisticSharpe(sample.value) : sample;
}

/** All costs over mean NAV, in basis points a year. */
function costDrag(run: BacktestRun, periods: number, periodsPerYear: number): Result<number> {
  if (periods < 1) return tooFew("cost drag", 1, periods);
  const { commission, slippage, tax } = run.costsMinor;
  return ok(((commission + slippage + tax) / average(run.navMinor)) * (periodsPerYear / periods) * 10_000);
}
