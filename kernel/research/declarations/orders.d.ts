// Orders, and strategies that place them.

/**
 * When an order that is not filled ends: with the day (`day`), never (`gtc`), after the last session on or
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
/** What `amend` may change; what is left out stays. From then on the order is like one placed at that moment. */
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
  history(this: BarContext<P>, iid: InstrumentId, field: FieldName, n: number): Float64Array;
  /** The newest known value of one instrument; NaN where it is missing. */
  value(this: BarContext<P>, iid: InstrumentId, field: FieldName): number;
  /** Signed whole shares held. */
  position(this: BarContext<P>, iid: InstrumentId): number;
  /** Open orders of one instrument, oldest first. */
  orders(this: BarContext<P>, iid: InstrumentId): readonly OpenOrder[];
  /** Places an order for a member, or for what is held; the id of its first order. */
  submit(this: BarContext<P>, iid: InstrumentId, request: OrderRequest): number;
  /** False when the order is no longer open. */
  cancel(this: BarContext<P>, id: number): boolean;
  amend(this: BarContext<P>, id: number, change: OrderChange): void;
  /**
   * Replaces the orders of one instrument so that it comes to so many signed shares at the next open, as far as whole
   * lots go.
   */
  targetShares(this: BarContext<P>, iid: InstrumentId, shares: number): void;
  /** The same, to a share of NAV in percent, at the newest price known. Without a price nothing is done. */
  targetPercent(this: BarContext<P>, iid: InstrumentId, percent: number): void;
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
