import type { BacktestRun } from "../contract/backtest.ts";
import { ok, type Result } from "../contract/result.ts";
import { alpha } from "./alpha.ts";
import { beta } from "./beta.ts";
import { cagr } from "./cagr.ts";
import { calmar } from "./calmar.ts";
import { downCapture, upCapture } from "./capture.ts";
import { conditionalValueAtRisk } from "./conditional-value-at-risk.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { averageExposure, exposure } from "./exposure.ts";
import { bestPeriod, worstPeriod } from "./extremes.ts";
import { rawKurtosis, skewness } from "./higher-moments.ts";
import { hitRate } from "./hit-rate.ts";
import { informationRatio } from "./information-ratio.ts";
import { maxDrawdown } from "./max-drawdown.ts";
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

/** A run and its conventions, from which each metric is computed by itself: a sweep asks for few of them. */
export interface RunSample {
  readonly run: BacktestRun;
  readonly conventions: Required<RunConventions>;
  readonly returns: Float64Array;
  /** Computed when first asked for: it reads the whole panel. */
  readonly benchmark: Float64Array;
}

type Statistic = (returns: Float64Array, conventions: Required<RunConventions>) => Result<number>;

interface RunStatistic extends Pick<RunMetric, "key" | "format" | "isSigned"> {
  readonly of: (sample: RunSample) => Result<number>;
  readonly ofBenchmark?: (sample: RunSample) => Result<number>;
}

export function sampleRun(
  run: BacktestRun,
  { periodsPerYear = 252, riskFree = 0, minimumReturn = 0, cutoff = 0.05 }: RunConventions = {},
): RunSample {
  let benchmark: Float64Array | null = null;
  return {
    run,
    conventions: { periodsPerYear, riskFree, minimumReturn, cutoff },
    returns: simpleReturns(run.navMinor),
    get benchmark() {
      benchmark ??= simpleReturns(run.benchmark);
      return benchmark;
    },
  };
}

/**
 * The value of one metric by its key, without what it is for the benchmark; undefined when there is no such metric.
 */
export const runMetricValue = (sample: RunSample, key: string): Result<number> | undefined =>
  STATISTICS.find((each) => each.key === key)?.of(sample);

/** All metrics of a run, net of costs. */
export const runMetrics = (sample: RunSample): RunMetric[] =>
  STATISTICS.map((statistic) => measure(sample, statistic));

export const runMetricKeys = (): string[] => STATISTICS.map(({ key }) => key);

function measure(sample: RunSample, { key, format, isSigned, of, ofBenchmark }: RunStatistic): RunMetric {
  const value = of(sample);
  const benchmark = ofBenchmark?.(sample);
  return {
    key,
    value: value.ok ? value.value : null,
    reason: value.ok ? null : value.error.code,
    benchmark: benchmark?.ok ? benchmark.value : null,
    format,
    isSigned,
  };
}

const STATISTICS: readonly RunStatistic[] = [
  ofReturns("totalReturn", "percent", true, totalReturn),
  ofReturns("cagr", "percent", true, (x, c) => cagr(x, c.periodsPerYear)),
  ofReturns("volatility", "percent", false, (x, c) => volatility(x, c.periodsPerYear)),
  ofReturns("sharpe", "ratio", true, (x, c) => sharpe(x, c.periodsPerYear, c.riskFree)),
  ofReturns("sortino", "ratio", true, (x, c) => sortino(x, c.periodsPerYear, c.minimumReturn)),
  ofReturns("downsideDeviation", "percent", false, (x, c) =>
    downsideDeviation(x, c.periodsPerYear, c.minimumReturn),
  ),
  ofReturns("maxDrawdown", "percent", true, maxDrawdown),
  ofReturns("calmar", "ratio", true, (x, c) => calmar(x, c.periodsPerYear)),
  ofReturns("omega", "ratio", false, (x, c) => omega(x, c.minimumReturn)),
  ofReturns("stability", "ratio", false, stability),
  ofRun("alpha", "percent", true, ({ returns, benchmark, conventions: c }) =>
    alpha(returns, benchmark, c.periodsPerYear, c.riskFree),
  ),
  ofRun("beta", "ratio", false, ({ returns, benchmark }) => beta(returns, benchmark)),
  ofRun("informationRatio", "ratio", true, ({ returns, benchmark, conventions: c }) =>
    informationRatio(returns, benchmark, c.periodsPerYear),
  ),
  ofRun("trackingError", "percent", false, ({ returns, benchmark, conventions: c }) =>
    trackingError(returns, benchmark, c.periodsPerYear),
  ),
  ofRun("upCapture", "percent", true, ({ returns, benchmark, conventions: c }) =>
    upCapture(returns, benchmark, c.periodsPerYear),
  ),
  ofRun("downCapture", "percent", true, ({ returns, benchmark, conventions: c }) =>
    downCapture(returns, benchmark, c.periodsPerYear),
  ),
  ofReturns("hitRate", "percent", false, hitRate),
  ofReturns("psr", "probability", false, (x, c) => psrOf(x, c.riskFree)),
  ofReturns("skewness", "ratio", false, skewness),
  ofReturns("kurtosis", "ratio", false, rawKurtosis),
  ofReturns("tailRatio", "ratio", false, (x, c) => tailRatio(x, c.cutoff)),
  ofReturns("valueAtRisk", "percent", true, (x, c) => valueAtRisk(x, c.cutoff)),
  ofReturns("conditionalValueAtRisk", "percent", true, (x, c) => conditionalValueAtRisk(x, c.cutoff)),
  ofReturns("bestDay", "percent", true, bestPeriod),
  ofReturns("worstDay", "percent", true, worstPeriod),
  ofRun("turnover", "multiple", false, ({ run, returns, conventions: c }) =>
    turnover(run.fills.valueMinor, run.navMinor, returns.length, c.periodsPerYear),
  ),
  ofRun("averageExposure", "percent", false, ({ run }) => averageExposure(run.grossExposure)),
  ofRun("exposure", "percent", false, ({ run }) => exposure(run.grossExposure)),
  ofRun("costDrag", "basis-points", false, ({ run, returns, conventions: c }) =>
    costDrag(run, returns.length, c.periodsPerYear),
  ),
  ofRun("trades", "integer", false, ({ run }) => ok(run.fills.at.length)),
];

/** A statistic of returns, which the benchmark's have too. */
function ofReturns(
  key: string,
  format: RunMetric["format"],
  isSigned: boolean,
  statistic: Statistic,
): RunStatistic {
  return {
    key,
    format,
    isSigned,
    of: ({ returns, conventions }) => statistic(returns, conventions),
    ofBenchmark: ({ benchmark, conventions }) => statistic(benchmark, conventions),
  };
}

/** A statistic of a run alone. */
function ofRun(
  key: string,
  format: RunMetric["format"],
  isSigned: boolean,
  of: RunStatistic["of"],
): RunStatistic {
  return { key, format, isSigned, of };
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
