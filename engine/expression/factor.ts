import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ArgumentError, requireWhole, requireWithin } from "../argument-error.ts";
import { writtenField } from "./fundamental-names.ts";
import type {
  Axis,
  CrossSectionOperator,
  GroupName,
  Operator,
  PointwiseOperator,
  WindowOperator,
} from "./operator.ts";
import { abs, div, minus, neg, plus, sign, times } from "./operators/arithmetic.ts";
import { bollingerBandOf, bollingerBandwidthOf, bollingerPercentBOf } from "./operators/bollinger.ts";
import { clip, greaterOf, smallerOf } from "./operators/bounds.ts";
import {
  correlation,
  covariance,
  regressionIntercept,
  regressionResidual,
  regressionSlope,
  rSquared,
} from "./operators/co-moments.ts";
import {
  equalTo,
  greaterOrEqual,
  greaterThan,
  lessOrEqual,
  lessThan,
  notEqualTo,
} from "./operators/comparisons.ts";
import { argMax, argMin } from "./operators/extreme-position.ts";
import { countPresent, max, min, product, sum } from "./operators/folds.ts";
import { latestName, periodAgoName, trailingName } from "./operators/fundamentals.ts";
import { kurtosis, skewness } from "./operators/higher-moments.ts";
import { delay, delta, returns } from "./operators/lags.ts";
import { and, isPresent, not, or, orElse, where } from "./operators/logic.ts";
import { macdHistogramOf, macdOf, macdSignalOf } from "./operators/macd.ts";
import { mean, std, variance, zscore } from "./operators/moments.ts";
import {
  groupNameList,
  isGroupName,
  neutralizeBy,
  neutralizeExposures,
  neutralizeMarket,
} from "./operators/neutralize.ts";
import { median, quantile, timeSeriesRank } from "./operators/order-statistics.ts";
import { exp, log, power, sqrt } from "./operators/powers.ts";
import { bottomMask, quantileBucket, rank, topMask } from "./operators/rank.ts";
import { ema, exponentialDecay, wilder } from "./operators/recursive-means.ts";
import { rsi } from "./operators/rsi.ts";
import { sessionsSinceTrue } from "./operators/sessions-since-true.ts";
import { crossZscore, demean, scale, winsorize } from "./operators/standardise.ts";
import { wma } from "./operators/weighted-mean.ts";

/** The longest window, in sessions: forty years of daily bars. */
const LONGEST_WINDOW = 10_000;
/** The most exposures of one regression, and buckets of one cut. */
const MOST_PARTS = 1_000;

/**
 * An immutable node of an expression: each method returns a new node, and equal expressions have equal keys, so
 * that shared parts are computed once. Windows count sessions of the instrument's own market and end at the
 * current one; nothing can look forward. Windows of single values take a second number, `minimumPresent`: how many
 * of the n sessions must have a value, all of them when it is left out.
 *
 * @example field.totalReturn.delay(21).div(field.totalReturn.delay(252)).minus(1).rank()
 */
export class Factor {
  readonly operator: Operator;
  readonly inputs: readonly Factor[];
  /** The numbers of the operator: windows, the constant, shares; empty where it has none. */
  readonly parameters: readonly number[];
  readonly axis: Axis;
  /** Equal for equal expressions, on any machine. */
  readonly key: string;

  constructor(operator: Operator, inputs: readonly Factor[], parameters: readonly number[]) {
    this.operator = operator;
    this.inputs = inputs;
    this.parameters = Object.freeze([...parameters]);
    this.axis = axisOf(operator, inputs);
    const text = `${operator.kind}:${operator.name}:${parameters.join(";")}:${inputs.map((input) => input.key).join(",")}`;
    this.key = bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
    Object.freeze(this);
  }

  /** The value n sessions ago; n = 0 is the current one. */
  delay(n: number): Factor {
    return this.#window(delay, n);
  }

  /** x(t) − x(t−n). */
  delta(n: number): Factor {
    return this.#window(delta, n);
  }

  /** x(t) / x(t−n) − 1, a simple return over n sessions. */
  returns(n = 1): Factor {
    return this.#window(returns, n);
  }

  /** The sum of the last n sessions. */
  sum(n: number, minimumPresent?: number): Factor {
    return this.#counted(sum, n, minimumPresent);
  }

  /** The product of the last n sessions. */
  product(n: number, minimumPresent?: number): Factor {
    return this.#counted(product, n, minimumPresent);
  }

  /** The mean of the last n sessions. */
  mean(n: number, minimumPresent?: number): Factor {
    return this.#counted(mean, n, minimumPresent);
  }

  /** The simple moving average: another name for `mean`. */
  sma(n: number, minimumPresent?: number): Factor {
    return this.mean(n, minimumPresent);
  }

  /** The sample variance (n − 1) of the last n sessions. */
  variance(n: number, minimumPresent?: number): Factor {
    return this.#counted(variance, n, minimumPresent);
  }

  /** The sample standard deviation (n − 1) of the last n sessions. */
  std(n: number, minimumPresent?: number): Factor {
    return this.#counted(std, n, minimumPresent);
  }

  /** (x − mean) / std over the last n sessions. */
  zscore(n: number, minimumPresent?: number): Factor {
    return this.#counted(zscore, n, minimumPresent);
  }

  /** The skewness of the last n sessions; 0 when they are symmetric. */
  skewness(n: number, minimumPresent?: number): Factor {
    return this.#counted(skewness, n, minimumPresent);
  }

  /** The raw kurtosis of the last n sessions; 3 for a normal sample. */
  kurtosis(n: number, minimumPresent?: number): Factor {
    return this.#counted(kurtosis, n, minimumPresent);
  }

  /** The least of the last n sessions. */
  min(n: number, minimumPresent?: number): Factor {
    return this.#counted(min, n, minimumPresent);
  }

  /** The greatest of the last n sessions. */
  max(n: number, minimumPresent?: number): Factor {
    return this.#counted(max, n, minimumPresent);
  }

  /** Sessions since the least of the last n; 0 is the current one. */
  argMin(n: number, minimumPresent?: number): Factor {
    return this.#counted(argMin, n, minimumPresent);
  }

  /** Sessions since the greatest of the last n; 0 is the current one. */
  argMax(n: number, minimumPresent?: number): Factor {
    return this.#counted(argMax, n, minimumPresent);
  }

  /** The median of the last n sessions. */
  median(n: number, minimumPresent?: number): Factor {
    return this.#counted(median, n, minimumPresent);
  }

  /** A percentile of the last n sessions, by linear interpolation; `percent` from 0 to 100. */
  quantile(n: number, percent: number, minimumPresent?: number): Factor {
    requireWithin("quantile percent", percent, 0, 100);
    return this.#counted(quantile, n, minimumPresent, [], percent);
  }

  /** The rank of the value among the last n sessions: 0 the lowest, 1 the highest, ties share their mean. */
  timeSeriesRank(n: number, minimumPresent?: number): Factor {
    return this.#counted(timeSeriesRank, n, minimumPresent);
  }

  /** How many of the last n sessions have a value. */
  countPresent(n: number): Factor {
    return this.#counted(countPresent, n);
  }

  /** Sessions since the condition last held, within the last n; 0 is the current one. */
  sessionsSinceTrue(n: number): Factor {
    return this.#window(sessionsSinceTrue, n);
  }

  /** The mean of the last n sessions with weights 1 … n, the current one weighing most. */
  wma(n: number, minimumPresent?: number): Factor {
    return this.#counted(wma, n, minimumPresent);
  }

  /** The linearly decaying mean: another name for `wma`. */
  linearDecay(n: number, minimumPresent?: number): Factor {
    return this.wma(n, minimumPresent);
  }

  /** The mean whose weights halve every `halfLife` sessions. */
  exponentialDecay(halfLife: number): Factor {
    return this.#window(exponentialDecay, halfLife);
  }

  /** The exponential moving average of span n: α = 2 / (n + 1). */
  ema(n: number): Factor {
    return this.#window(ema, n);
  }

  /** Wilder's smoothed mean: α = 1 / n. */
  wilder(n: number): Factor {
    return this.#window(wilder, n);
  }

  /** Wilder's relative strength index, from 0 to 100. */
  rsi(n = 14): Factor {
    return this.#window(rsi, n);
  }

  /** The MACD line: a fast less a slow exponential average. */
  macd(fast = 12, slow = 26): Factor {
    return macdOf<Factor>(this, fast, slow);
  }

  /** The exponential average of the MACD line. */
  macdSignal(fast = 12, slow = 26, signal = 9): Factor {
    return macdSignalOf<Factor>(this, fast, slow, signal);
  }

  /** The MACD line less its signal line. */
  macdHistogram(fast = 12, slow = 26, signal = 9): Factor {
    return macdHistogramOf<Factor>(this, fast, slow, signal);
  }

  /** The upper Bollinger band. */
  bollingerUpper(n = 20, width = 2): Factor {
    return bollingerBandOf<Factor>(this, n, width);
  }

  /** The lower Bollinger band. */
  bollingerLower(n = 20, width = 2): Factor {
    return bollingerBandOf<Factor>(this, n, -width);
  }

  /** Where the value lies between the Bollinger bands: 0 at the lower, 1 at the upper. */
  bollingerPercentB(n = 20, width = 2): Factor {
    return bollingerPercentBOf<Factor>(this, n, width);
  }

  /** The distance of the Bollinger bands as a share of the mean. */
  bollingerBandwidth(n = 20, width = 2): Factor {
    return bollingerBandwidthOf<Factor>(this, n, width);
  }

  /** The sample covariance with another series over the last n sessions. */
  covariance(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.#counted(covariance, n, minimumPresent, [other]);
  }

  /** Pearson's correlation with another series over the last n sessions. */
  correlation(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.#counted(correlation, n, minimumPresent, [other]);
  }

  /** The slope of the regression of this series on another over the last n sessions. */
  regressionSlope(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.#counted(regressionSlope, n, minimumPresent, [other]);
  }

  /** The beta of this series to another, usually of returns: another name for `regressionSlope`. */
  beta(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.regressionSlope(other, n, minimumPresent);
  }

  /** The intercept of the regression of this series on another over the last n sessions. */
  regressionIntercept(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.#counted(regressionIntercept, n, minimumPresent, [other]);
  }

  /** What the regression on another series over the last n sessions leaves of the current value. */
  regressionResidual(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.#counted(regressionResidual, n, minimumPresent, [other]);
  }

  /** The share of the variance over the last n sessions that the regression on another series explains. */
  rSquared(other: Factor, n: number, minimumPresent?: number): Factor {
    return this.#counted(rSquared, n, minimumPresent, [other]);
  }

  plus(other: Factor | number): Factor {
    return this.#join(plus, other);
  }

  minus(other: Factor | number): Factor {
    return this.#join(minus, other);
  }

  times(other: Factor | number): Factor {
    return this.#join(times, other);
  }

  /** Division by zero gives a missing value. */
  div(other: Factor | number): Factor {
    return this.#join(div, other);
  }

  neg(): Factor {
    return this.#join(neg);
  }

  abs(): Factor {
    return this.#join(abs);
  }

  /** −1, 0 or 1. */
  sign(): Factor {
    return this.#join(sign);
  }

  /** The value raised to a constant power; missing where that is not a finite real number. */
  power(exponent: number): Factor {
    requireWithin("power exponent", exponent, -1_000, 1_000);
    return new Factor(power, [this], [exponent]);
  }

  /** The square root; missing where the value is negative. */
  sqrt(): Factor {
    return this.#join(sqrt);
  }

  /** e raised to the value. */
  exp(): Factor {
    return this.#join(exp);
  }

  /** The natural logarithm; missing where the value is not positive. */
  log(): Factor {
    return this.#join(log);
  }

  /** The value, moved to the nearer bound where it lies outside. */
  clip(low: number, high: number): Factor {
    requireWithin("clip low", low, -Number.MAX_VALUE, Number.MAX_VALUE);
    requireWithin("clip high", high, low, Number.MAX_VALUE);
    return new Factor(clip, [this], [low, high]);
  }

  /** The smaller of two values of the same session. */
  smallerOf(other: Factor | number): Factor {
    return this.#join(smallerOf, other);
  }

  /** The greater of two values of the same session. */
  greaterOf(other: Factor | number): Factor {
    return this.#join(greaterOf, other);
  }

  /** 1 where this is above the other, else 0; missing where one of them is. */
  greaterThan(other: Factor | number): Factor {
    return this.#join(greaterThan, other);
  }

  /** 1 where this is the other or above it, else 0. */
  greaterOrEqual(other: Factor | number): Factor {
    return this.#join(greaterOrEqual, other);
  }

  /** 1 where this is below the other, else 0. */
  lessThan(other: Factor | number): Factor {
    return this.#join(lessThan, other);
  }

  /** 1 where this is the other or below it, else 0. */
  lessOrEqual(other: Factor | number): Factor {
    return this.#join(lessOrEqual, other);
  }

  /** 1 where the two are the same number, else 0. */
  equalTo(other: Factor | number): Factor {
    return this.#join(equalTo, other);
  }

  /** 1 where the two differ, else 0. */
  notEqualTo(other: Factor | number): Factor {
    return this.#join(notEqualTo, other);
  }

  /** 1 where both conditions hold, else 0; any number but zero is true. */
  and(other: Factor | number): Factor {
    return this.#join(and, other);
  }

  /** 1 where one or both conditions hold, else 0. */
  or(other: Factor | number): Factor {
    return this.#join(or, other);
  }

  /** 1 where the condition does not hold, else 0. */
  not(): Factor {
    return this.#join(not);
  }

  /** One value where this condition holds, another where it does not. */
  where(whenTrue: Factor | number, whenFalse: Factor | number): Factor {
    return this.#join(where, whenTrue, whenFalse);
  }

  /** 1 where there is a value, 0 where it is missing. */
  isPresent(): Factor {
    return this.#join(isPresent);
  }

  /** The value, or another one where it is missing. */
  orElse(other: Factor | number): Factor {
    return this.#join(orElse, other);
  }

  /** The rank among the members at the decision instant: 0 the lowest, 1 the highest, ties share their mean. */
  rank(): Factor {
    return this.#across(rank);
  }

  /** The bucket of the value when the members are cut into `count` equal ones: 1 the lowest. */
  quantileBucket(count: number): Factor {
    requireWhole("quantileBucket count", count, 2, MOST_PARTS);
    return this.#across(quantileBucket, count);
  }

  /** 1 for the members with the highest values, percent of them and at least one; 0 for the others. */
  topMask(percent: number): Factor {
    requireWithin("topMask percent", percent, 0, 100);
    return this.#across(topMask, percent);
  }

  /** 1 for the members with the lowest values, percent of them and at least one; 0 for the others. */
  bottomMask(percent: number): Factor {
    requireWithin("bottomMask percent", percent, 0, 100);
    return this.#across(bottomMask, percent);
  }

  /** (x − mean) / std among the members at the decision instant. */
  crossZscore(): Factor {
    return this.#across(crossZscore);
  }

  /** x − mean among the members at the decision instant. */
  demean(): Factor {
    return this.#across(demean);
  }

  /** Values outside the percentiles p and 100 − p of the members are moved to them; p in percent, below 50. */
  winsorize(percent: number): Factor {
    requireWithin("winsorize percentile", percent, 0, 49.999);
    return this.#across(winsorize, percent);
  }

  /** The value as a share of the sum of the absolute values of the members, times `total`. */
  scale(total = 1): Factor {
    requireWithin("scale total", total, -1e12, 1e12);
    return this.#across(scale, total);
  }

  /** The value less the mean of the members of its own group, as known then: "sector", "market" or "industry". */
  neutralize(group: GroupName): Factor {
    if (!isGroupName(group))
      throw new ArgumentError(`neutralize needs one of ${groupNameList}, was ${group}`);
    return group === "market" ? this.#across(neutralizeMarket) : this.neutralizeBy(fieldFactor(group));
  }

  /** The value less the mean of the members whose group is the same at the instant: `neutralizeBy(field.sector)`. */
  neutralizeBy(group: Factor): Factor {
    return new Factor(neutralizeBy, [this, factorOf(neutralizeBy, group)], []);
  }

  /** What a regression across the members on an intercept and the exposures leaves of the value. */
  neutralizeExposures(...exposures: Factor[]): Factor {
    requireWhole("number of exposures", exposures.length, 1, MOST_PARTS);
    return new Factor(
      neutralizeExposures,
      [this, ...exposures.map((each) => factorOf(neutralizeExposures, each))],
      [],
    );
  }

  /** A reported item of the newest period known: of `field.revenue`, what the stored column holds. */
  latest(): Factor {
    return fieldFactor(latestName(this));
  }

  /** A reported item of an earlier period, as known at the instant: `field.revenue.periodAgo(4)`. */
  periodAgo(periods: number): Factor {
    requireWhole("periods ago", periods, 0);
    return fieldFactor(periodAgoName(this, periods));
  }

  /** A reported item summed over the four quarters that end with the period. */
  ttm(): Factor {
    return fieldFactor(trailingName(this));
  }

  /** The relative growth of a reported item over a number of periods; missing where the earlier is not positive. */
  growth(periods = 4): Factor {
    requireWhole("growth periods", periods, 1);
    const before = this.periodAgo(periods);
    // What grew from nothing or from a loss has no growth: division by zero is missing.
    return this.div(before.greaterThan(0).where(before, 0)).minus(1);
  }

  /** The expression as one would write it. */
  toString(): string {
    const { operator, inputs, parameters } = this;
    if (operator.kind === "field") return writtenField(operator.name);
    if (operator.kind === "constant") return String(parameters[0]);
    const [name, group] = operator.name.split(":");
    const rest = [...inputs.slice(1).map(String), ...writtenParameters(operator, parameters)];
    if (group) rest.push(`"${group}"`);
    return `${inputs[0]}.${name}(${rest.join(", ")})`;
  }

  #window(operator: WindowOperator, n: number): Factor {
    requireWhole(`${operator.name} window`, n, operator.smallest, LONGEST_WINDOW);
    return new Factor(operator, [this], [n]);
  }

  /** A window that is filled when `least` sessions of it are present. */
  #counted(operator: WindowOperator, n: number, least = n, others: Factor[] = [], ...more: number[]): Factor {
    requireWhole(`${operator.name} window`, n, operator.smallest, LONGEST_WINDOW);
    requireWhole(`${operator.name} minimumPresent`, least, operator.smallest, n);
    return new Factor(
      operator,
      [this, ...others.map((each) => factorOf(operator, each))],
      [n, least, ...more],
    );
  }

  #join(operator: PointwiseOperator, ...others: (Factor | number)[]): Factor {
    return new Factor(operator, [this, ...others.map((each) => factorOf(operator, each))], []);
  }

  #across(operator: CrossSectionOperator, ...parameters: number[]): Factor {
    return new Factor(operator, [this], parameters);
  }
}

/** A factor that reads one field of the panel, stored or derived. */
export function fieldFactor(name: string): Factor {
  return new Factor({ kind: "field", name }, [], []);
}

/** A factor that is `x` everywhere. `x` must be finite. */
export function constantFactor(x: number): Factor {
  if (!Number.isFinite(x)) throw new ArgumentError(`a constant must be a finite number, was ${x}`);
  return new Factor({ kind: "constant", name: "constant" }, [], [x]);
}

function factorOf(operator: Operator, other: Factor | number): Factor {
  if (typeof other === "number") return constantFactor(other);
  if (other instanceof Factor) return other;
  throw new ArgumentError(`${operator.name} needs a factor or a number, was ${typeof other}`);
}

/** The numbers as they were written: `minimumPresent` stands behind the others, and not at all where it is n. */
function writtenParameters(operator: Operator, parameters: readonly number[]): string[] {
  if (operator.kind !== "window" || parameters.length < 2) return parameters.map(String);
  const [n, least, ...more] = parameters;
  if (operator.name === "countPresent") return [String(n)];
  return [n!, ...more, ...(least === n ? [] : [least!])].map(String);
}

function axisOf(operator: Operator, inputs: readonly Factor[]): Axis {
  if (operator.kind === "constant") return "constant";
  if (operator.kind === "field") return "time-series";
  if (operator.kind === "cross-section") return "cross-sectional";
  const cross = inputs.find((input) => input.axis === "cross-sectional");
  if (operator.kind === "window") {
    if (cross)
      throw new ArgumentError(
        `${operator.name} needs a time series, but ${cross} is a cross-section: ` +
          `apply ${operator.name} before rank, crossZscore, demean or another operator across members`,
      );
    const constant = inputs.find((input) => input.axis === "constant");
    if (constant)
      throw new ArgumentError(`${operator.name} needs a time series, was the constant ${constant}`);
    return "time-series";
  }
  if (cross) return "cross-sectional";
  return inputs.every((input) => input.axis === "constant") ? "constant" : "time-series";
}
