// Strategies that give weights, and what they see.

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
  history(iid: InstrumentId, field: FieldName, n: number): Float64Array;
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
