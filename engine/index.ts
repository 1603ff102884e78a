export { ArgumentError } from "./argument-error.ts";
export { costModels } from "./backtest/cost-models.ts";
export { minorPerUnit } from "./backtest/money.ts";
export { civilDate, formatSessionDate } from "./backtest/rebalance-sessions.ts";
export { type BacktestInput, runBacktest } from "./backtest/run-backtest.ts";
export type * from "./contract/backtest.ts";
export type * from "./contract/panel.ts";
export * from "./contract/result.ts";
export * from "./contract/time.ts";
export { evaluateFactor, type FactorValues } from "./expression/evaluate-factor.ts";
export { constantFactor, Factor, fieldFactor } from "./expression/factor.ts";
export {
  createFieldFactors,
  derivedFields,
  type FieldFactors,
  nearestName,
  priceFields,
  standardFields,
} from "./expression/fields.ts";
export { type FactorPlan, planFactor } from "./expression/plan-factor.ts";
export { cbrt, deterministicMath, hypot, log2, log10 } from "./math/deterministic-math.ts";
export { erf, erfc } from "./math/erf.ts";
export { exp } from "./math/exp.ts";
export { log } from "./math/log.ts";
export { normalCdf } from "./math/normal-cdf.ts";
export { normalQuantile } from "./math/normal-quantile.ts";
export { pow } from "./math/pow.ts";
export { createRandom, type Random } from "./rng/random.ts";
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
export { type RequiredPanel, requiredPanel } from "./strategy/required-panel.ts";
export type {
  CallbackSpec,
  DecisionContext,
  ExpressionSpec,
  Strategy,
  StrategySpec,
} from "./strategy/strategy.ts";
export { Selection, type Signal, type WeightRule } from "./strategy/weight-rule.ts";
