import {
  bestPeriod,
  cagr,
  calmar,
  conditionalValueAtRisk,
  downsideDeviation,
  fail,
  hitRate,
  maxDrawdown,
  ok,
  omega,
  type Result,
  rawKurtosis,
  sharpe,
  skewness,
  sortino,
  stability,
  tailRatio,
  totalReturn,
  valueAtRisk,
  volatility,
  worstPeriod,
} from "../../engine/index.ts";
import { ResearchError } from "./research-error.ts";

type Statistic = (returns: Float64Array) => Result<number>;

/** The figures of a tear sheet that are made of returns alone, by the same names and conventions. */
const byName: Readonly<Record<ReturnMetric, (periodsPerYear: number) => Statistic>> = {
  totalReturn: () => totalReturn,
  cagr: (A) => (x) => cagr(x, A),
  volatility: (A) => (x) => volatility(x, A),
  sharpe: (A) => (x) => sharpe(x, A),
  sortino: (A) => (x) => sortino(x, A),
  downsideDeviation: (A) => (x) => downsideDeviation(x, A),
  maxDrawdown: () => maxDrawdown,
  calmar: (A) => (x) => calmar(x, A),
  omega: () => (x) => omega(x),
  stability: () => stability,
  hitRate: () => hitRate,
  skewness: () => skewness,
  kurtosis: () => rawKurtosis,
  tailRatio: () => (x) => tailRatio(x),
  valueAtRisk: () => (x) => valueAtRisk(x),
  conditionalValueAtRisk: () => (x) => conditionalValueAtRisk(x),
  bestDay: () => bestPeriod,
  worstDay: () => worstPeriod,
};

/** A metric by its name, or a cell's own function; a value that is no finite number is undefined. */
export const returnMetric = (
  metric: ReturnMetric | ((returns: Float64Array) => number),
  periodsPerYear: number,
): Statistic => {
  if (typeof metric === "function")
    return (returns) => {
      // A cell gets its own copy: the resampled record is made in one place again and again.
      const value = metric(returns.slice());
      return Number.isFinite(value) ? ok(value) : fail("too-few-observations", "the metric has no value");
    };
  if (Object.hasOwn(byName, metric)) return byName[metric](periodsPerYear);
  const names = Object.keys(byName).join(", ");
  throw new ResearchError(
    "bad-argument",
    `There is no metric "${String(metric)}" of returns: there are ${names}.`,
  );
};
