// The research API: everything a cell can use beside the language itself. The files of this folder are what completion
// and hover show; a cell sees nothing else of the machine it runs on. This one: fields and factors.

/** The store's fields, as factors. Filled in from the store's catalog. */
interface StoreFields {
  /** Total return index: the close with splits and dividends reinvested, as known at the time. */
  readonly totalReturn: Factor;
  /** The open adjusted for splits known at the time. */
  readonly adjustedOpen: Factor;
  /** The high adjusted for splits known at the time. */
  readonly adjustedHigh: Factor;
  /** The low adjusted for splits known at the time. */
  readonly adjustedLow: Factor;
  /** The close adjusted for splits known at the time. */
  readonly adjustedClose: Factor;
  /** The volume adjusted for splits known at the time. */
  readonly adjustedVolume: Factor;
  /** Market capitalisation in the instrument's currency: close times shares outstanding. */
  readonly marketCap: Factor;
}
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
interface StoreUniverses {}
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
interface StoreMarkets {}

// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
interface StoreInstruments {}

type FieldName = keyof StoreFields & string;
type UniverseId = keyof StoreUniverses & string;
type MarketId = keyof StoreMarkets & string;
/** An instrument of the store. Rows give it as a text, so that any text passes; the store's own are offered. */
type InstrumentId = (keyof StoreInstruments & string) | (string & {});

/** What the members may be grouped by. */
type GroupName = "sector" | "market" | "industry";

/**
 * A series for every instrument. Each method gives a new factor. Windows count sessions of the instrument's own
 * market and end at the current one: a factor cannot look forward. `minimumPresent` is how many of a window's n
 * sessions must have a value, all of them when it is left out.
 */
interface Factor {
  /** The value n sessions ago; n = 0 is the current one. */
  delay(n: number): Factor;
  /** x(t) − x(t−n). */
  delta(n: number): Factor;
  /** x(t) / x(t−n) − 1, a simple return over n sessions; n = 1 when left out. */
  returns(n?: number): Factor;
  /** The sum of the last n sessions. */
  sum(n: number, minimumPresent?: number): Factor;
  /** The product of the last n sessions. */
  product(n: number, minimumPresent?: number): Factor;
  /** The mean of the last n sessions. */
  mean(n: number, minimumPresent?: number): Factor;
  /** The simple moving average: another name for `mean`. */
  sma(n: number, minimumPresent?: number): Factor;
  /** The sample variance (n − 1) of the last n sessions. */
  variance(n: number, minimumPresent?: number): Factor;
  /** The sample standard deviation (n − 1) of the last n sessions. */
  std(n: number, minimumPresent?: number): Factor;
  /** (x − mean) / std over the last n sessions. */
  zscore(n: number, minimumPresent?: number): Factor;
  /** The skewness of the last n sessions; 0 when they are symmetric. */
  skewness(n: number, minimumPresent?: number): Factor;
  /** The raw kurtosis of the last n sessions; 3 for a normal sample. */
  kurtosis(n: number, minimumPresent?: number): Factor;
  /** The least of the last n sessions. */
  min(n: number, minimumPresent?: number): Factor;
  /** The greatest of the last n sessions. */
  max(n: number, minimumPresent?: number): Factor;
  /** Sessions since the least of the last n; 0 is the current one. */
  argMin(n: number, minimumPresent?: number): Factor;
  /** Sessions since the greatest of the last n; 0 is the current one. */
  argMax(n: number, minimumPresent?: number): Factor;
  /** The median of the last n sessions. */
  median(n: number, minimumPresent?: number): Factor;
  /** A percentile of the last n sessions, by linear interpolation; `percent` from 0 to 100. */
  quantile(n: number, percent: number, minimumPresent?: number): Factor;
  /** The rank of the value among the last n sessions: 0 the lowest, 1 the highest, ties share their mean. */
  timeSeriesRank(n: number, minimumPresent?: number): Factor;
  /** How many of the last n sessions have a value. */
  countPresent(n: number): Factor;
  /** Sessions since the condition last held, within the last n; 0 is the current one. */
  sessionsSinceTrue(n: number): Factor;
  /** The mean of the last n sessions with weights 1 … n, the current one weighing most. */
  wma(n: number, minimumPresent?: number): Factor;
  /** The linearly decaying mean: another name for `wma`. */
  linearDecay(n: number, minimumPresent?: number): Factor;
  /** The mean whose weights halve every `halfLife` sessions. */
  exponentialDecay(halfLife: number): Factor;
  /** The exponential moving average of span n: α = 2 / (n + 1). */
  ema(n: number): Factor;
  /** Wilder's smoothed mean: α = 1 / n. */
  wilder(n: number): Factor;
  /** Wilder's relative strength index, from 0 to 100; n = 14 when left out. */
  rsi(n?: number): Factor;
  /** The MACD line: a fast less a slow exponential average; fast = 12, slow = 26 when left out. */
  macd(fast?: number, slow?: number): Factor;
  /** The exponential average of the MACD line; fast = 12, slow = 26, signal = 9 when left out. */
  macdSignal(fast?: number, slow?: number, signal?: number): Factor;
  /** The MACD line less its signal line; fast = 12, slow = 26, signal = 9 when left out. */
  macdHistogram(fast?: number, slow?: number, signal?: number): Factor;
  /** The upper Bollinger band. 20 sessions and 2 when left out. */
  bollingerUpper(n?: number, width?: number): Factor;
  /** The lower Bollinger band. 20 sessions and 2 when left out. */
  bollingerLower(n?: number, width?: number): Factor;
  /** Where the value lies between the Bollinger bands, 0 at the lower, 1 at the upper; n = 20, width = 2 when left out. */
  bollingerPercentB(n?: number, width?: number): Factor;
  /** The distance of the Bollinger bands as a share of the mean. 20 sessions and 2 when left out. */
  bollingerBandwidth(n?: number, width?: number): Factor;
  /** The sample covariance with another series over the last n sessions. */
  covariance(other: Factor, n: number, minimumPresent?: number): Factor;
  /** Pearson's correlation with another series over the last n sessions. */
  correlation(other: Factor, n: number, minimumPresent?: number): Factor;
  /** The slope of the regression of this series on another over the last n sessions. */
  regressionSlope(other: Factor, n: number, minimumPresent?: number): Factor;
  /** The beta of this series to another, usually of returns: another name for `regressionSlope`. */
  beta(other: Factor, n: number, minimumPresent?: number): Factor;
  /** The intercept of the regression of this series on another over the last n sessions. */
  regressionIntercept(other: Factor, n: number, minimumPresent?: number): Factor;
  /** What the regression on another series over the last n sessions leaves of the current value. */
  regressionResidual(other: Factor, n: number, minimumPresent?: number): Factor;
  /** The share of the variance over the last n sessions that the regression on another series explains. */
  rSquared(other: Factor, n: number, minimumPresent?: number): Factor;
  /** The sum. */
  plus(other: Factor | number): Factor;
  /** The difference. */
  minus(other: Factor | number): Factor;
  /** The product. */
  times(other: Factor | number): Factor;
  /** Division by zero gives a missing value. */
  div(other: Factor | number): Factor;
  /** The value with its sign changed. */
  neg(): Factor;
  /** The size, without its sign. */
  abs(): Factor;
  /** −1, 0 or 1. */
  sign(): Factor;
  /** The value raised to a constant power; missing where that is not a finite real number. */
  power(exponent: number): Factor;
  /** The square root; missing where the value is negative. */
  sqrt(): Factor;
  /** e raised to the value. */
  exp(): Factor;
  /** The natural logarithm; missing where the value is not positive. */
  log(): Factor;
  /** The value, moved to the nearer bound where it lies outside. */
  clip(low: number, high: number): Factor;
  /** The smaller of two values of the same session. */
  smallerOf(other: Factor | number): Factor;
  /** The greater of two values of the same session. */
  greaterOf(other: Factor | number): Factor;
  /** 1 where this is above the other, else 0; missing where one of them is. */
  greaterThan(other: Factor | number): Factor;
  /** 1 where this is the other or above it, else 0. */
  greaterOrEqual(other: Factor | number): Factor;
  /** 1 where this is below the other, else 0. */
  lessThan(other: Factor | number): Factor;
  /** 1 where this is the other or below it, else 0. */
  lessOrEqual(other: Factor | number): Factor;
  /** 1 where the two are the same number, else 0. */
  equalTo(other: Factor | number): Factor;
  /** 1 where the two differ, else 0. */
  notEqualTo(other: Factor | number): Factor;
  /** 1 where both conditions hold, else 0; any number but zero is true. */
  and(other: Factor | number): Factor;
  /** 1 where one or both conditions hold, else 0. */
  or(other: Factor | number): Factor;
  /** 1 where the condition does not hold, else 0. */
  not(): Factor;
  /** One value where this condition holds, another where it does not. */
  where(whenTrue: Factor | number, whenFalse: Factor | number): Factor;
  /** 1 where there is a value, 0 where it is missing. */
  isPresent(): Factor;
  /** The value, or another one where it is missing. */
  orElse(other: Factor | number): Factor;
  /** The rank among the members at the decision instant: 0 the lowest, 1 the highest, ties share their mean. */
  rank(): Factor;
  /** The bucket of the value when the members are cut into `count` equal ones: 1 the lowest. */
  quantileBucket(count: number): Factor;
  /** 1 for the members with the highest values, percent of them and at least one; 0 for the others. */
  topMask(percent: number): Factor;
  /** 1 for the members with the lowest values, percent of them and at least one; 0 for the others. */
  bottomMask(percent: number): Factor;
  /** (x − mean) / std among the members at the decision instant. */
  crossZscore(): Factor;
  /** x − mean among the members at the decision instant. */
  demean(): Factor;
  /** Values outside the percentiles p and 100 − p of the members are moved to them; p in percent, below 50. */
  winsorize(percent: number): Factor;
  /** The value as a share of the sum of the members' absolute values, times `total`, 1 when left out. */
  scale(total?: number): Factor;
  /** The value less the mean of the members of its own group, as known then: "sector", "market" or "industry". */
  neutralize(group: GroupName): Factor;
  /** The value less the mean of the members whose group is the same at the instant: `neutralizeBy(field.sector)`. */
  neutralizeBy(group: Factor): Factor;
  /** What a regression across the members on an intercept and the exposures leaves of the value. */
  neutralizeExposures(...exposures: readonly Factor[]): Factor;
  /** A reported item of the newest period known: of `field.revenue`, what the stored column holds. */
  latest(): Factor;
  /** A reported item of an earlier period, as known at the instant: `field.revenue.periodAgo(4)`. */
  periodAgo(periods: number): Factor;
  /** A reported item summed over the four quarters that end with the period. */
  ttm(): Factor;
  /**
   * The relative growth of a reported item over a number of periods; missing where the earlier is
   * not positive; 4 periods when left out.
   */
  growth(periods?: number): Factor;
}

/** Indicators of the prices and the volume of a session, adjusted for splits: each gives a factor. */
declare const indicators: {
  /** The mean of high, low and close. */
  typicalPrice(): Factor;
  /** The range of the session, the close before it included. */
  trueRange(): Factor;
  /** Wilder's mean of the true range; n = 14 when left out. */
  averageTrueRange(n?: number): Factor;
  /** +DI: upward moves as a share of the true range, in percent; n = 14 when left out. */
  plusDirectional(n?: number): Factor;
  /** −DI: downward moves as a share of the true range, in percent; n = 14 when left out. */
  minusDirectional(n?: number): Factor;
  /** ADX: the strength of a trend whatever its direction, 0 to 100; n = 14 when left out. */
  averageDirectional(n?: number): Factor;
  /** Volume of rising sessions less that of falling ones, over n sessions. */
  onBalanceVolume(n: number): Factor;
  /** The typical price weighted by volume over n sessions. */
  volumeWeightedPrice(n: number): Factor;
  /** %K: where the close lies in the range of n sessions, in percent; n = 14 when left out. */
  stochasticK(n?: number): Factor;
  /** %D: the mean of %K over a few sessions; n = 14, smoothing = 3 when left out. */
  stochasticD(n?: number, smoothing?: number): Factor;
  /** The return from the open to the close of the session. */
  intradayReturn(): Factor;
};
