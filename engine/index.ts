export { minorPerUnit } from "./accounting/money.ts";
export {
  type AttributionInput,
  attributeByLabel,
  type LabelAttribution,
} from "./analytics/attribute-by-label.ts";
export { type AttributionKey, attributeRun, CASH_LABEL } from "./analytics/attribute-run.ts";
export { type BenchmarkRelative, benchmarkRelative } from "./analytics/benchmark-relative.ts";
export { blockLength } from "./analytics/block-length.ts";
export {
  type BrinsonEffects,
  type BrinsonModel,
  type BrinsonPeriod,
  brinson,
} from "./analytics/brinson.ts";
export {
  assemblePaths,
  type CombinatorialPurged,
  type CombinatorialSplit,
  combinatorialPurged,
} from "./analytics/combinatorial-purged.ts";
export {
  type FactorConventions,
  type FactorRegression,
  type FactorReturns,
  factorRegression,
} from "./analytics/factor-regression.ts";
export type { LabelSpans, Split } from "./analytics/label-spans.ts";
export { type BrinsonLinking, type LinkedBrinson, linkBrinson } from "./analytics/link-brinson.ts";
export { type OverfittingProbability, overfittingProbability } from "./analytics/overfitting-probability.ts";
export { purgedKFold } from "./analytics/purged-k-fold.ts";
export {
  type BootstrapConventions,
  type BootstrapInterval,
  stationaryBootstrap,
} from "./analytics/stationary-bootstrap.ts";
export { type WalkForwardWindows, walkForward } from "./analytics/walk-forward.ts";
export { ArgumentError } from "./argument-error.ts";
export { ORDER_LOG_FORMAT } from "./backtest/order-log.ts";
export { civilDate, formatSessionDate } from "./backtest/rebalance-sessions.ts";
export { type BacktestInput, runBacktest } from "./backtest/run-backtest.ts";
export type * from "./contract/backtest.ts";
export type { CommissionRate, FinancingRates, SlippageRule, TaxRow } from "./contract/costs.ts";
export type * from "./contract/orders.ts";
export type * from "./contract/panel.ts";
export * from "./contract/result.ts";
export * from "./contract/time.ts";
export { costModels } from "./execution/costs/cost-models.ts";
export { derivedFields } from "./expression/derived-names.ts";
export { evaluateFactor, type FactorValues } from "./expression/evaluate-factor.ts";
export { evaluateFactorAt } from "./expression/evaluate-factor-at.ts";
export { constantFactor, Factor, fieldFactor } from "./expression/factor.ts";
export { describeFactor, type FactorDocument, readFactor } from "./expression/factor-document.ts";
export {
  createFactorStream,
  type FactorStream,
  type FactorStreamState,
  rememberedNumbers,
  type StreamSession,
  type StreamWorld,
} from "./expression/factor-stream.ts";
export {
  createFieldFactors,
  type FieldFactors,
  nearestName,
  priceFields,
  standardFields,
} from "./expression/fields.ts";
export {
  type FundamentalItem,
  fundamentalName,
  parseFundamentalName,
} from "./expression/fundamental-names.ts";
export { indicators } from "./expression/indicators.ts";
export type { GroupName, OperatorReference } from "./expression/operator.ts";
export { operatorReference } from "./expression/operator-reference.ts";
export {
  type PanelSession,
  panelSessions,
  type SessionFill,
  sessionOrder,
  sessionReader,
} from "./expression/panel-sessions.ts";
export { type FactorPlan, planFactor } from "./expression/plan-factor.ts";
export { cbrt, deterministicMath, hypot, log2, log10 } from "./math/deterministic-math.ts";
export { erf, erfc } from "./math/erf.ts";
export { exp } from "./math/exp.ts";
export { log } from "./math/log.ts";
export { normalCdf } from "./math/normal-cdf.ts";
export { normalQuantile } from "./math/normal-quantile.ts";
export { pow } from "./math/pow.ts";
export { activeReturn } from "./metrics/active-return.ts";
export { alpha } from "./metrics/alpha.ts";
export { battingAverage } from "./metrics/batting-average.ts";
export { beta } from "./metrics/beta.ts";
export { cagr } from "./metrics/cagr.ts";
export { calmar } from "./metrics/calmar.ts";
export { downCapture, upCapture } from "./metrics/capture.ts";
export { conditionalValueAtRisk } from "./metrics/conditional-value-at-risk.ts";
export { correlation } from "./metrics/correlation.ts";
export { deflatedSharpe } from "./metrics/deflated-sharpe.ts";
export { downsideDeviation } from "./metrics/downside-deviation.ts";
export { drawdownSeries } from "./metrics/drawdown-series.ts";
export { type Drawdown, drawdownTable } from "./metrics/drawdown-table.ts";
export { expectancy } from "./metrics/expectancy.ts";
export { expectedMaxSharpe } from "./metrics/expected-max-sharpe.ts";
export { averageExposure, exposure } from "./metrics/exposure.ts";
export { bestPeriod, worstPeriod } from "./metrics/extremes.ts";
export { herfindahl } from "./metrics/herfindahl.ts";
export { rawKurtosis, skewness } from "./metrics/higher-moments.ts";
export { hitRate } from "./metrics/hit-rate.ts";
export { informationRatio } from "./metrics/information-ratio.ts";
export { grossLeverage, netLeverage } from "./metrics/leverage.ts";
export { maxDrawdown } from "./metrics/max-drawdown.ts";
export { metricReference } from "./metrics/metric-reference.ts";
export { minimumTrackRecord } from "./metrics/minimum-track-record.ts";
export { monthlyReturns, type YearOfReturns } from "./metrics/monthly-returns.ts";
export { omega } from "./metrics/omega.ts";
export { payoff } from "./metrics/payoff.ts";
export { percentile } from "./metrics/percentile.ts";
export { probabilisticSharpe, type SharpeSample } from "./metrics/probabilistic-sharpe.ts";
export { profitFactor } from "./metrics/profit-factor.ts";
export type { MetricReference } from "./metrics/reference/metric-entry.ts";
export { simpleReturns } from "./metrics/returns.ts";
export { type RollingMetric, rollingMetric } from "./metrics/rolling-metric.ts";
export type { RunConventions, RunMetric } from "./metrics/run-metrics.ts";
export { sharpe } from "./metrics/sharpe.ts";
export { sharpeSample } from "./metrics/sharpe-sample.ts";
export { sortino } from "./metrics/sortino.ts";
export { stability } from "./metrics/stability.ts";
export { type RunSummary, summariseRun } from "./metrics/summarise-run.ts";
export { tailRatio } from "./metrics/tail-ratio.ts";
export { totalReturn } from "./metrics/total-return.ts";
export { trackingError } from "./metrics/tracking-error.ts";
export { turnover } from "./metrics/turnover.ts";
export { valueAtRisk } from "./metrics/value-at-risk.ts";
export { volatility } from "./metrics/volatility.ts";
export type { ParameterAxis } from "./parallel/parameter-axis.ts";
export {
  grid,
  iterateParameters,
  type ParameterOverrides,
  type ParameterSource,
  parameterList,
  randomSearch,
} from "./parallel/parameter-source.ts";
export type { FromPoolWorker, PoolWorker, SpawnPoolWorker, ToPoolWorker } from "./parallel/pool-messages.ts";
export { type EqualWeightedRuns, equalWeighted } from "./parallel/reducers/equal-weighted.ts";
export { type MetricQuantiles, metricQuantiles } from "./parallel/reducers/metric-quantiles.ts";
export { type MetricTable, metricTable } from "./parallel/reducers/metric-table.ts";
export type { Reducer, SweptRun } from "./parallel/reducers/reducer.ts";
export { type RankedRun, topRuns } from "./parallel/reducers/top-runs.ts";
export type { WorkerDeath } from "./parallel/run-pool.ts";
export { type LoadStrategy, serveSweep } from "./parallel/serve-sweep.ts";
export { sharePanel } from "./parallel/share-panel.ts";
export {
  type FailedRun,
  type Sweep,
  type SweepOptions,
  type SweepProgress,
  type SweepResult,
  sweep,
} from "./parallel/sweep.ts";
export {
  applyWeightRule,
  explainWeightRule,
  type WeightContext,
} from "./portfolio/apply-weight-rule.ts";
export type { BoxSolution } from "./portfolio/box-program.ts";
export {
  type BindingConstraint,
  type ConstrainedWeights,
  constrainWeights,
} from "./portfolio/constrain-weights.ts";
export type { ConstraintContext } from "./portfolio/constraint-context.ts";
export { type Covariance, type ReturnMatrix, sampleCovariance } from "./portfolio/covariance.ts";
export type { TotalReturnHistory } from "./portfolio/gather-returns.ts";
export { inverseVolatilityWeights } from "./portfolio/inverse-volatility.ts";
export {
  type ShrunkCovariance,
  shrinkToConstantCorrelation,
  shrinkToIdentity,
} from "./portfolio/ledoit-wolf.ts";
export { meanVarianceWeights, minimumVarianceWeights, type WeightBounds } from "./portfolio/mean-variance.ts";
export { riskParityWeights } from "./portfolio/risk-parity.ts";
export { balancedWeights, proportionalWeights, rankWeights } from "./portfolio/signal-weights.ts";
export type { ConstraintName, GroupCap, WeightConstraints } from "./portfolio/weight-constraints.ts";
export {
  type CapitalSplit,
  type NameChoice,
  type Shrinkage,
  type WeightRule,
  type WeightRuleNeeds,
  weightRuleNeeds,
} from "./portfolio/weight-rule-data.ts";
export { weightsByName } from "./portfolio/weights-by-name.ts";
export { createRandom, type Random } from "./rng/random.ts";
export {
  type CrossoverPair,
  type CrossoverResults,
  type CrossoverSweep,
  sweepCrossovers,
} from "./signals/sweep-crossovers.ts";
export { type SignalResults, type SignalTest, testSignal } from "./signals/test-signal.ts";
export { buildSignal } from "./strategy/build-signal.ts";
export { atClose } from "./strategy/decision-rule.ts";
export { defineStrategy } from "./strategy/define-strategy.ts";
export {
  type ParameterBounds,
  type ParameterSpec,
  type ParameterSpecs,
  type ParameterValues,
  param,
  resolveParameters,
} from "./strategy/parameters.ts";
export { panelOfSignal, type RequiredPanel, requiredPanel } from "./strategy/required-panel.ts";
export type {
  CallbackSpec,
  DecisionContext,
  ExpressionSpec,
  Strategy,
  StrategySpec,
} from "./strategy/strategy.ts";
export {
  type BuiltRule,
  type CovarianceOptions,
  type HistoryOptions,
  type HowMany,
  Selection,
  type Signal,
} from "./strategy/weight-rule.ts";
export { ENGINE_VERSION, MATH_VERSION } from "./version.ts";
