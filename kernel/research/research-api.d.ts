/**
 * The research API: everything a cell can use beside the language itself. This file is what completion and
 * hover show; a cell sees nothing else of the machine it runs on.
 */

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

type FieldName = keyof StoreFields & string;
type UniverseId = keyof StoreUniverses & string;
type MarketId = keyof StoreMarkets & string;

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
  /** The value less the mean of the members of its own group: "sector", "market" or "industry". */
  neutralize(group: GroupName): Factor;
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

/** A cap for every group, or one by the group's name. */
type GroupCap = number | Readonly<Record<string, number>>;
/** What target weights must keep to. Weights are shares of NAV: 0.05 is 5 %. What is left out does not bind. */
interface WeightConstraints {
  /** The most names held. */
  readonly maximumNames?: number;
  /** The least |weight| worth holding; a smaller one becomes 0. */
  readonly minimumWeight?: number;
  /** The most |weight| of one name. */
  readonly maximumWeight?: number;
  /** The most gross weight of one sector. */
  readonly maximumSector?: GroupCap;
  /** The most gross weight of one market, by MIC. */
  readonly maximumMarket?: GroupCap;
  /** The most gross weight, Σ|w|. */
  readonly maximumGross?: number;
  /** The least net weight, Σw. */
  readonly minimumNet?: number;
  /** The most net weight, Σw. */
  readonly maximumNet?: number;
  /** The share of NAV kept in cash. */
  readonly cashBuffer?: number;
  /** The most turnover of one decision, Σ|w − current|/2. */
  readonly maximumTurnover?: number;
  /** The least change of a weight worth trading; a position that is closed is always traded. */
  readonly minimumTrade?: number;
}

interface HistoryOptions {
  /** The sessions of total returns read; 252 when left out. */
  readonly window?: number;
}
interface CovarianceOptions extends HistoryOptions {
  /** How the covariance is shrunk, after Ledoit and Wolf; "constant-correlation" when left out. */
  readonly shrinkage?: "constant-correlation" | "identity" | "none";
}
interface MinimumVarianceOptions extends CovarianceOptions {
  /** The most weight of one name; 1 when left out. */
  readonly maximumWeight?: number;
}
interface MeanVarianceOptions extends MinimumVarianceOptions {
  /** How much variance counts against return; 1 when left out. */
  readonly riskAversion?: number;
  readonly isShortAllowed?: boolean;
}

/** How a signal becomes target weights. */
interface WeightRule {
  readonly select: "top" | "bottom" | "all" | "long-short";
  readonly percent: number;
  readonly split:
    | "equal"
    | "proportional"
    | "rank"
    | "inverse-volatility"
    | "risk-parity"
    | "minimum-variance"
    | "mean-variance";
  /** The same rule, whose weights keep to constraints. */
  constrain(constraints: WeightConstraints): WeightRule;
}
/** The ways to split the capital among the chosen names. */
interface CapitalSplits {
  /** The same weight for each name. */
  equal(): WeightRule;
  /** Weights in proportion to the signal where it is positive; long-short, to the signal less its mean. */
  proportional(): WeightRule;
  /** Weights in proportion to the rank of the signal. */
  rankProportional(): WeightRule;
  /** Weights in proportion to 1/σ of total returns. */
  inverseVolatility(options?: HistoryOptions): WeightRule;
  /** The long-only weights with the least variance. */
  minimumVariance(options?: MinimumVarianceOptions): WeightRule;
  /** The weights that maximise μᵀw − (riskAversion/2)·wᵀΣw; the signal is μ, the expected return per session. */
  meanVariance(options?: MeanVarianceOptions): WeightRule;
  /** The long-only weights to which every name contributes the same risk. */
  riskParity(options?: CovarianceOptions): WeightRule;
}
/** Chosen names, waiting for the way to split the capital. */
interface ChosenNames extends CapitalSplits {
  /** The same choice, whose weights keep to constraints. */
  constrain(constraints: WeightConstraints): ChosenNames;
}
/** Names by a share in percent, or by their number. */
type HowMany = number | { readonly count: number };
interface Signal extends CapitalSplits {
  /** The names with the highest signals: so many percent of those that have one, or a number of them. */
  top(howMany: HowMany): ChosenNames;
  /** The names with the lowest signals. */
  bottom(howMany: HowMany): ChosenNames;
  /** So many names with the highest signals. */
  count(names: number): ChosenNames;
  /** Long the highest, short the lowest, as much of each: Σw = 0 and Σ|w| = gross, 1 when left out. */
  longShort(howMany: HowMany, options?: { readonly gross?: number }): ChosenNames;
  /** Every name with a signal. */
  all(): ChosenNames;
}

interface ParameterSpec {
  readonly kind: "int" | "percent" | "number";
  readonly default: number;
  readonly min: number | null;
  readonly max: number | null;
}
type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;
type ParameterValues<P extends ParameterSpecs> = { readonly [K in keyof P]: number };

/** Numbers a strategy may be tuned by. */
declare const param: {
  /** A whole number: `param.int(252, { min: 60, max: 504 })`. */
  int(value: number, bounds?: { readonly min?: number; readonly max?: number }): ParameterSpec;
  /** A share written as people say it: 10 is 10 %. */
  percent(value: number, bounds?: { readonly min?: number; readonly max?: number }): ParameterSpec;
  number(value: number, bounds?: { readonly min?: number; readonly max?: number }): ParameterSpec;
};

/** When a strategy decides. */
interface DecisionRule {
  readonly mic: string;
  readonly delayMinutes: number;
}
/** Decide some time after the close of a market: `atClose("XNYS", { delay: "30m" })`. */
declare function atClose(market: MarketId, options?: { readonly delay?: string }): DecisionRule;

interface CommonStrategySpec<P extends ParameterSpecs> {
  /** The strategy's name, as reports show it. */
  readonly name: string;
  /** The universe whose members, as known at each decision, may be held. */
  readonly universe: UniverseId | Universe;
  readonly decide: DecisionRule;
  readonly rebalance: "daily" | "weekly" | "month-end";
  readonly params?: P;
}
/** A strategy as an expression: a signal, and how it becomes weights. */
interface ExpressionStrategySpec<P extends ParameterSpecs> extends CommonStrategySpec<P> {
  readonly needs?: undefined;
  readonly onBar?: undefined;
  readonly signal: (given: { readonly field: StoreFields; readonly p: ParameterValues<P> }) => Factor;
  readonly weights: (given: { readonly signal: Signal; readonly p: ParameterValues<P> }) => WeightRule;
}
/** What a weights function sees at one decision. Nothing in it was known after `at`. */
interface DecisionContext<P extends ParameterSpecs> {
  /** The decision instant, UTC microseconds. */
  readonly at: number;
  /** The session, days since 1970-01-01. */
  readonly date: number;
  /** Instrument ids of the universe as known then. */
  readonly members: readonly string[];
  /** The newest value of each member that has one. */
  latest(field: FieldName): ReadonlyMap<string, number>;
  /** The last n sessions of one instrument, oldest first; NaN is missing. */
  history(iid: string, field: FieldName, n: number): Float64Array;
  readonly p: ParameterValues<P>;
}
/** A strategy as a function from what was known to target weights. */
interface CallbackStrategySpec<P extends ParameterSpecs> extends CommonStrategySpec<P> {
  readonly signal?: undefined;
  readonly onBar?: undefined;
  /** The fields the function reads and its longest history, in sessions. */
  readonly needs: { readonly fields: readonly FieldName[]; readonly lookback: number };
  readonly weights: (context: DecisionContext<P>) => Readonly<Record<string, number>>;
}

/**
 * When an order that is not filled ends: with the session (`day`), never (`gtc`), after the last session on or
 * before a date, or with the first moment it could fill at (`ioc`).
 */
type TimeInForce = "day" | "gtc" | "ioc" | { readonly until: number };
/**
 * Where a market order fills. "same-bar-close" is the close the decision was made on, a price that was not known
 * when it was used: it is unsafe, fills only in a backtest with that `fillAt`, and the tear sheet says so.
 */
type FillPolicy = "next-open" | "next-close" | "next-vwap" | "closing-auction" | "same-bar-close";
interface SizedOrder {
  /** Whole shares: positive buys, negative sells. */
  readonly shares: number;
  /** "day" when left out. */
  readonly timeInForce?: TimeInForce;
}
/** At the price of its fill policy, "next-open" when left out. */
interface MarketOrder extends SizedOrder {
  readonly type: "market";
  readonly fillAt?: FillPolicy;
}
/** At `limit` or better. Prices are per share, in the instrument's currency. */
interface LimitOrder extends SizedOrder {
  readonly type: "limit";
  readonly limit: number;
  /** True leaves the price alone on an ex-date. */
  readonly doNotReduce?: boolean;
}
/** A market order once the price has reached `stop`: from below for a buy, from above for a sell. */
interface StopOrder extends SizedOrder {
  readonly type: "stop";
  readonly stop: number;
  /** True leaves the price alone on an ex-date. */
  readonly doNotReduce?: boolean;
}
/** A limit order once the price has reached `stop`. */
interface StopLimitOrder extends SizedOrder {
  readonly type: "stop-limit";
  readonly stop: number;
  readonly limit: number;
  /** True leaves the price alone on an ex-date. */
  readonly doNotReduce?: boolean;
}
/** How far a trailing stop follows: an amount per share, or a fraction of the best price so far (0.05 is 5 %). */
type Trail = { readonly amount: number } | { readonly fraction: number };
/** A stop that follows the best price since the order was placed, and never moves back. */
interface TrailingStopOrder extends SizedOrder {
  readonly type: "trailing-stop";
  readonly trail: Trail;
  /** True leaves the price alone on an ex-date. */
  readonly doNotReduce?: boolean;
}
/** Takes part in one opening or closing auction; with a `limit`, at that price or better. */
interface AuctionOrder {
  readonly type: "on-open" | "on-close";
  /** Whole shares: positive buys, negative sells. */
  readonly shares: number;
  readonly limit?: number;
}
/** One order that stands alone. */
type SingleOrder = MarketOrder | LimitOrder | StopOrder | StopLimitOrder | TrailingStopOrder | AuctionOrder;
/** An entry, and the exits that wait for its fill. A fill of one exit takes its shares off the other. */
interface BracketOrder {
  readonly type: "bracket";
  readonly entry: SingleOrder;
  /** Limit price of the exit at a profit. At least one of the two exits must be given. */
  readonly takeProfit?: number;
  /** Stop price of the exit at a loss, or a trail that starts at the entry's price. */
  readonly stopLoss?: number | Trail;
  /** Of the exits; "gtc" when left out. */
  readonly exitTimeInForce?: TimeInForce;
}
/** Orders of which the first that fills, wholly or in part, cancels the others. */
interface OneCancelsOtherOrder {
  readonly type: "one-cancels-other";
  readonly orders: readonly SingleOrder[];
}
/** What a strategy may ask for. */
type OrderRequest = SingleOrder | BracketOrder | OneCancelsOtherOrder;
/** What `amend` may change; what is left out stays. */
interface OrderChange {
  /** Shares still to fill, of the same sign as before. */
  readonly shares?: number;
  readonly limit?: number;
  readonly stop?: number;
}
interface OpenOrder {
  readonly id: number;
  readonly type: SingleOrder["type"];
  /** Still to fill; 0 for a bracket's exit whose entry has not filled. */
  readonly shares: number;
  /** NaN where the order has none. */
  readonly limit: number;
  /** NaN where the order has none; of a trailing stop, where it stands now. */
  readonly stop: number;
  readonly isTriggered: boolean;
}

/**
 * What an event strategy sees and may do at one decision. No order fills at or before `at`. Call its methods on it,
 * as in `bar.submit(…)`, and keep nothing from one call to the next but in `state`.
 */
interface BarContext<P extends ParameterSpecs> extends DecisionContext<P> {
  /** True on the sessions of the strategy's `rebalance` rule. */
  readonly isRebalance: boolean;
  /** Plain data that the strategy keeps from one call to the next. */
  state: Record<string, unknown>;
  /** In units of the run's currency. */
  readonly nav: number;
  /** All money beside the positions, in units of the run's currency. */
  readonly cash: number;
  /** The newest value of each member that has one. */
  latest(this: BarContext<P>, field: FieldName): ReadonlyMap<string, number>;
  /** The last n sessions of one instrument, oldest first; NaN is missing. */
  history(this: BarContext<P>, iid: string, field: FieldName, n: number): Float64Array;
  /** The newest known value of one instrument; NaN where it is missing. */
  value(this: BarContext<P>, iid: string, field: FieldName): number;
  /** Signed whole shares held. */
  position(this: BarContext<P>, iid: string): number;
  /** Open orders of one instrument, oldest first. */
  orders(this: BarContext<P>, iid: string): readonly OpenOrder[];
  /** Places an order for a member, or for what is held; the id of its first order. */
  submit(this: BarContext<P>, iid: string, request: OrderRequest): number;
  /** False when the order is no longer open. */
  cancel(this: BarContext<P>, id: number): boolean;
  amend(this: BarContext<P>, id: number, change: OrderChange): void;
  /** Replaces the orders of one instrument so that it comes to so many signed shares at the next open. */
  targetShares(this: BarContext<P>, iid: string, shares: number): void;
  /** The same, to a share of NAV in percent, at the newest price known. Without a price nothing is done. */
  targetPercent(this: BarContext<P>, iid: string, percent: number): void;
  /** Replaces all orders so that the book comes to these shares of NAV. */
  targetWeights(this: BarContext<P>, weights: Readonly<Record<string, number>>): void;
}
/** A strategy as a function that is called at each session of the decision market and places orders. */
interface EventStrategySpec<P extends ParameterSpecs> extends CommonStrategySpec<P> {
  readonly signal?: undefined;
  readonly weights?: undefined;
  /** The fields the function reads and its longest history, in sessions. */
  readonly needs: { readonly fields: readonly FieldName[]; readonly lookback: number };
  /** What `state` is at first: plain data. */
  readonly state?: Readonly<Record<string, unknown>>;
  readonly onBar: (bar: BarContext<P>) => void;
}
/** A checked strategy, ready for `backtest`. */
interface Strategy {
  readonly name: string;
  readonly universe: string;
  readonly decide: DecisionRule;
  readonly rebalance: "daily" | "weekly" | "month-end";
  readonly params: ParameterSpecs;
}
/** Defines a strategy. A misspelt field or a bad window is an error here, not in the middle of a backtest. */
declare function strategy<const P extends ParameterSpecs = Record<never, never>>(
  spec: ExpressionStrategySpec<P> | CallbackStrategySpec<P> | EventStrategySpec<P>,
): Strategy;

/** An amount of one currency, in whole minor units. */
interface Money {
  readonly currency: string;
  readonly minor: number;
}
/** US dollars. */
declare function usd(amount: number): Money;
/** Korean won. */
declare function krw(amount: number): Money;
/** Pounds sterling. */
declare function gbp(amount: number): Money;
/** Hong Kong dollars. */
declare function hkd(amount: number): Money;

/**
 * Commission of one fill: perOrder + perShare·|shares| + bps/10,000·value, not below `minimum` and not above
 * `maximum`. Amounts are in units of the instrument's currency; what is left out is 0, `maximum` without limit.
 */
interface CommissionRate {
  readonly perOrder?: number;
  readonly perShare?: number;
  readonly bps?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}
/** A tax on the traded value, on trade dates from `from` up to, not including, `to`: days since 1970-01-01. */
interface TaxRow {
  readonly mic: string;
  readonly side: "buy" | "sell";
  readonly bps: number;
  /** Null: since ever. */
  readonly from: number | null;
  /** Null: until further notice. */
  readonly to: number | null;
  /** The public rule. */
  readonly source: string;
}
/**
 * What trading moves the price by, booked as a cost beside the fill. `fixed` is an amount per share, `bps` of the
 * value, `half-spread` half of `spread` per share, `volume-share` impact·(share of the session's volume)²·value with
 * at most `cap` of the volume taken, `square-root` coefficient·σ·√(share of the volume)·value. Without a volume the
 * last two charge `fallbackBps`.
 */
type SlippageRule =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly amount: number }
  | { readonly kind: "bps"; readonly bps: number }
  | { readonly kind: "half-spread"; readonly spread: number }
  | {
      readonly kind: "volume-share";
      readonly impact: number;
      readonly cap: number;
      readonly fallbackBps: number;
    }
  | { readonly kind: "square-root"; readonly coefficient: number; readonly fallbackBps: number };
/** Yearly rates in basis points; a day's share of each is 1/`dayCount`. */
interface FinancingRates {
  /** Fee on the value of a short position. */
  readonly borrowBps: number;
  /** By instrument id, in place of `borrowBps`. */
  readonly borrowBpsByInstrument?: Readonly<Record<string, number>>;
  /** Added to the reference rate on negative cash. */
  readonly marginSpreadBps: number;
  /** Taken off the reference rate on positive cash, which never earns less than 0. */
  readonly cashSpreadBps: number;
  readonly dayCount: 360 | 365;
}
/** Everything trading and holding cost. */
interface CostModel {
  readonly name: string;
  /** For markets that `commissionByMarket` does not name. */
  readonly commission: CommissionRate;
  /** By market, such as XLON. */
  readonly commissionByMarket?: Readonly<Record<string, CommissionRate>>;
  readonly taxes: readonly TaxRow[];
  /** Ids of instruments no tax is charged for. */
  readonly taxExempt?: readonly string[];
  readonly slippage: SlippageRule;
  readonly financing: FinancingRates;
}
/**
 * Ready cost models, with the markets' dated taxes; a start for your own:
 * `{ ...costModels.retail, name: "my broker", slippage: { kind: "half-spread", spread: 0.02 } }`.
 */
declare const costModels: Readonly<Record<"institutional" | "retail" | "none", CostModel>>;

interface BacktestOptions {
  /** First session, such as "2014-01-01". */
  readonly from: string;
  /** Last session, such as "2023-12-31". */
  readonly to: string;
  readonly capital: Money;
  /** "institutional", "retail", "none", or your own. */
  readonly costs: string | CostModel;
  /** Values in place of the parameters' defaults. */
  readonly params?: Readonly<Record<string, number>>;
  /** Where the orders of target weights fill; "next-open" when left out. */
  readonly fillAt?: FillPolicy;
  /** The share of a session's volume that all orders of an instrument may take: 0.1 is 10 %. */
  readonly volumeCap?: number;
  /**
   * When NAV falls below `maintenancePercent` of gross exposure, positions are scaled down at the next open until it
   * is `initialPercent` of it, and the strategy is not asked. No test when left out.
   */
  readonly margin?: { readonly maintenancePercent: number; readonly initialPercent: number };
  /** Yearly rate of each currency, in basis points, from which cash earns and loans cost; 0 when left out. */
  readonly referenceRateBps?: Readonly<Record<string, number>>;
  /** "convert" exchanges other currencies at once, and is the default; "hold" keeps a balance in each. */
  readonly foreignCash?: "convert" | "hold";
  /** Which lots a sale takes first, the oldest ("fifo", the default) or the newest. Never changes NAV. */
  readonly lotOrder?: "fifo" | "lifo";
  /** Sessions from a trade to its settlement, by market; the market's own cycle when left out. */
  readonly settlementSessions?: Readonly<Record<string, number>>;
  /** Tax withheld from dividends, in percent, by market; 0 when left out. */
  readonly dividendTaxPercent?: Readonly<Record<string, number>>;
}
/** A finished backtest. Money is in minor units of the run's currency. */
interface BacktestRun {
  readonly strategyName: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly universe: string;
  readonly snapshotId: string;
  /** Sessions, days since 1970-01-01. */
  readonly dates: Int32Array;
  readonly navMinor: Float64Array;
  readonly cashMinor: Float64Array;
  readonly grossExposure: Float64Array;
  /** All costs paid, by kind. */
  readonly costsMinor: { readonly commission: number; readonly slippage: number; readonly tax: number };
  /** Bars inside which the order of prices, which is unknown, decided a fill; the worse case was taken. */
  readonly ambiguousBars: number;
  /** Decisions at which the margin test scaled positions down. */
  readonly marginCalls: number;
  /** The universe, weighted by capital, rebased to 1. */
  readonly benchmark: Float64Array;
  /** Equal inputs give equal hashes on any machine. */
  readonly orderHash: string;
}
/** Runs a strategy over the past; each decision sees only what was known at its instant. */
declare function backtest(strategy: Strategy, options: BacktestOptions): Promise<BacktestRun>;
/** Shows performance, drawdowns, months, holdings and trades of a run. */
declare function tearSheet(run: BacktestRun, options?: { readonly benchmark?: string }): void;
/** The run's figures by name; null where the run is too short for one. */
declare function metrics(run: BacktestRun): Readonly<Record<string, number | null>>;

/** A universe of the store. */
interface Universe {
  readonly id: UniverseId;
  readonly label: string;
  /** Members at the newest instant of the snapshot. */
  readonly names: number;
  readonly markets: readonly string[];
}
type CrossSectionRow<F extends string> = {
  readonly iid: string;
  readonly name: string;
  readonly mic: string;
  readonly currency: string;
} & { readonly [K in F]: number | null };
/** One version of one fact: what was said of a period, and from when on we could know it. */
interface Fact {
  readonly periodEnd: string;
  readonly value: number | null;
  readonly unit: string;
  /** An instant such as 2023-02-14T21:00:00.000Z. */
  readonly knownAt: string;
  readonly revision: number;
  readonly knownQuality: string;
}
/** The point-in-time store. Instants are texts such as "2023-06-30" or "2023-06-30T21:00:00Z". */
declare const data: {
  universe(id: UniverseId): Universe;
  /** The fields of a universe's members, as known at one instant. */
  crossSection<const F extends FieldName>(request: {
    readonly universe: UniverseId | Universe;
    readonly fields: readonly F[];
    readonly at?: string;
  }): Promise<CrossSectionRow<F>[]>;
  /** Every version of a fundamental field of one instrument, oldest first: the history of its restatements. */
  facts(iid: string, field: FieldName, options?: { readonly at?: string }): Promise<Fact[]>;
};

/**
 * What a SQL cell gave, under the name in its header (`as=prices`). Dates are texts such as "2023-06-30" and instants
 * UTC microseconds; a value that is not there is null.
 */
interface SqlTable<Row extends object> extends Iterable<Row> {
  /** Rows. */
  readonly length: number;
  /** Names of the columns, in the order of the query. */
  readonly names: readonly (keyof Row & string)[];
  /** One row, counted from 0. */
  row(index: number): Row;
  rows(): Row[];
  /** One column: numbers as a Float64Array, in which NaN is a missing value, everything else as a list. */
  column<Name extends keyof Row & string>(
    name: Name,
  ): NonNullable<Row[Name]> extends number ? Float64Array : readonly Row[Name][];
}

/** Shows rows, or the result of a SQL cell, as a table. */
declare function table(rows: Iterable<object>, options?: { readonly title?: string }): void;
/** Shows text as Markdown. */
declare function md(text: string): void;

interface ChartOptions {
  readonly title?: string;
  readonly unit?: "none" | "percent" | "multiple" | "money";
  /** Name of the horizontal axis. */
  readonly xLabel?: string;
}
/** Horizontal values: texts such as "2023-06-30" are dates, other texts categories. */
type ChartX = ArrayLike<number> | readonly string[];
type ChartSeries = Readonly<Record<string, ArrayLike<number>>>;
declare const chart: {
  line(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  bar(x: ChartX, series: ChartSeries, options?: ChartOptions): void;
  scatter(x: ArrayLike<number>, series: ChartSeries, options?: ChartOptions): void;
  /** Counts values in equal bins. */
  histogram(values: ArrayLike<number>, options?: ChartOptions & { readonly bins?: number }): void;
};

/** Writes lines below the cell. */
interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}
declare var console: Console;
