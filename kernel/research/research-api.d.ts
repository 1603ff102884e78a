/**
 * The research API: everything a cell can use beside the language itself. This file is what completion and
 * hover show; a cell sees nothing else of the machine it runs on.
 */

/** The store's fields, as factors. Filled in from the store's catalog. */
interface StoreFields {
  /** Total return index: the close with splits and dividends reinvested, as known at the time. */
  readonly totalReturn: Factor;
  /** The close adjusted for splits known at the time. */
  readonly adjustedClose: Factor;
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

/**
 * A series for every instrument. Each method gives a new factor. Windows count sessions of the instrument's own
 * market and end at the current one: a factor cannot look forward.
 */
interface Factor {
  /** The value n sessions ago. */
  delay(n: number): Factor;
  /** x(t) − x(t−n). */
  delta(n: number): Factor;
  /** x(t) / x(t−n) − 1; n is 1 when left out. */
  returns(n?: number): Factor;
  /** The sum of the last n sessions. */
  sum(n: number): Factor;
  /** The mean of the last n sessions. */
  mean(n: number): Factor;
  /** The simple moving average of n sessions. */
  sma(n: number): Factor;
  /** The sample standard deviation of the last n sessions. */
  std(n: number): Factor;
  /** The least of the last n sessions. */
  min(n: number): Factor;
  /** The greatest of the last n sessions. */
  max(n: number): Factor;
  /** The exponential moving average of span n. */
  ema(n: number): Factor;
  /** (x − mean) / standard deviation over the last n sessions. */
  zscore(n: number): Factor;
  plus(other: Factor | number): Factor;
  minus(other: Factor | number): Factor;
  times(other: Factor | number): Factor;
  /** The quotient; dividing by zero gives a missing value. */
  div(other: Factor | number): Factor;
  neg(): Factor;
  abs(): Factor;
  /** The natural logarithm; missing where the value is not positive. */
  log(): Factor;
  /** −1, 0 or 1. */
  sign(): Factor;
  /** The rank among the members at the decision: 0 the lowest, 1 the highest. */
  rank(): Factor;
  /** (x − mean) / standard deviation among the members at the decision. */
  crossZscore(): Factor;
  /** x − mean among the members at the decision. */
  demean(): Factor;
  /** Moves values outside the percentiles p and 100 − p of the members to them; p in percent. */
  winsorize(p: number): Factor;
}

/** How a signal becomes target weights. */
interface WeightRule {
  readonly select: "top" | "bottom" | "all";
  readonly percent: number;
  readonly split: "equal" | "proportional";
}
/** Chosen names, waiting for the way to split the capital. */
interface ChosenNames {
  /** The same weight for each name. */
  equal(): WeightRule;
  /** Weights in proportion to the signal where it is positive. */
  proportional(): WeightRule;
}
interface Signal extends ChosenNames {
  /** The names with the highest signals, in percent of those that have one. */
  top(percent: number): ChosenNames;
  /** The names with the lowest signals. */
  bottom(percent: number): ChosenNames;
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
  /** The fields the function reads and its longest history, in sessions. */
  readonly needs: { readonly fields: readonly FieldName[]; readonly lookback: number };
  readonly weights: (context: DecisionContext<P>) => Readonly<Record<string, number>>;
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
  spec: ExpressionStrategySpec<P> | CallbackStrategySpec<P>,
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

/** Proportional costs in basis points of the traded value, per side, and taxes by market. */
interface CostModel {
  readonly name: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  readonly buyTaxBps: Readonly<Record<string, number>>;
  readonly sellTaxBps: Readonly<Record<string, number>>;
}
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
