import type { SessionDate } from "./time.ts";

/** Signed whole shares: positive buys, negative sells. */
export type SignedShares = number;

/**
 * When an order that is not filled ends: with the day (`day`), never (`gtc`), after the last session on or before a date
 * (`until`), or with the first opening auction or fill moment it could take part in (`ioc`).
 */
export type TimeInForce = "day" | "gtc" | "ioc" | { readonly until: SessionDate };

/**
 * Where a market order fills: the next session's open, close or volume-weighted price; the closing auction (an order
 * placed before the close joins that day's); or `same-bar-close`, the close the decision was made on. The last one
 * trades on a price that was not yet known when it was used: it is unsafe, and only a run whose own `fillAt` says so
 * takes such orders.
 */
export type FillPolicy = "next-open" | "next-close" | "next-vwap" | "closing-auction" | "same-bar-close";

interface Sized {
  readonly shares: SignedShares;
  /** "day" when left out. */
  readonly timeInForce?: TimeInForce;
}

/** At the price of its fill policy ("next-open" when left out), whatever that is. */
export interface MarketOrder extends Sized {
  readonly type: "market";
  readonly fillAt?: FillPolicy;
}

/** At `limit` or better. Prices are per share, in the instrument's currency. */
export interface LimitOrder extends Sized {
  readonly type: "limit";
  readonly limit: number;
  /** True leaves the price alone on an ex-date ("do not reduce"). */
  readonly doNotReduce?: boolean;
}

/** A market order once the price has reached `stop`: from below for a buy, from above for a sell. */
export interface StopOrder extends Sized {
  readonly type: "stop";
  readonly stop: number;
  readonly doNotReduce?: boolean;
}

/** A limit order once the price has reached `stop`. */
export interface StopLimitOrder extends Sized {
  readonly type: "stop-limit";
  readonly stop: number;
  readonly limit: number;
  readonly doNotReduce?: boolean;
}

/** How far a trailing stop follows: an amount per share, or a fraction of the best price so far (0.05 is 5 %). */
export type Trail = { readonly amount: number } | { readonly fraction: number };

/** A stop that follows the best price since the order was placed, and never moves back. */
export interface TrailingStopOrder extends Sized {
  readonly type: "trailing-stop";
  readonly trail: Trail;
  readonly doNotReduce?: boolean;
}

/** Takes part in one opening auction only; with a `limit`, at that price or better. */
export interface OnOpenOrder {
  readonly type: "on-open";
  readonly shares: SignedShares;
  readonly limit?: number;
}

/** Takes part in one closing auction only; with a `limit`, at that price or better. */
export interface OnCloseOrder {
  readonly type: "on-close";
  readonly shares: SignedShares;
  readonly limit?: number;
}

/** One order that stands alone. */
export type SingleOrder =
  | MarketOrder
  | LimitOrder
  | StopOrder
  | StopLimitOrder
  | TrailingStopOrder
  | OnOpenOrder
  | OnCloseOrder;

/**
 * An entry, and the exits that wait for its fill, for as many shares as it has filled. A fill of one exit takes its
 * shares off the other; an exit that is done ends the bracket, with what was left of the entry.
 */
export interface BracketOrder {
  readonly type: "bracket";
  readonly entry: SingleOrder;
  /** Limit price of the exit at a profit. At least one of the two exits must be given. */
  readonly takeProfit?: number;
  /** Stop price of the exit at a loss, or a trail that starts at the entry's price. */
  readonly stopLoss?: number | Trail;
  /** Of the exits; "gtc" when left out. */
  readonly exitTimeInForce?: TimeInForce;
}

/** Orders of one instrument of which the first that fills, wholly or in part, cancels the others. */
export interface OneCancelsOtherOrder {
  readonly type: "one-cancels-other";
  readonly orders: readonly SingleOrder[];
}

/** What a strategy may ask for. */
export type OrderRequest = SingleOrder | BracketOrder | OneCancelsOtherOrder;

/** What `amend` may change; what is left out stays. From then on the order is like one placed at that moment. */
export interface OrderChange {
  /** Shares still to fill, of the same sign as before. */
  readonly shares?: SignedShares;
  readonly limit?: number;
  readonly stop?: number;
}

/** What was wrong with a request: `details.fault` of the ArgumentError that was thrown. */
export type OrderFault =
  | "bad-shares"
  | "bad-price"
  | "bad-trail"
  | "bad-time-in-force"
  | "bad-group"
  | "unsafe-fill"
  | "unknown-order";

/** Why an order is no longer open. */
export type OrderEnd =
  | "filled"
  | "cancelled"
  | "expired"
  | "group"
  | "split"
  | "dividend"
  | "delisted"
  | "merged";

/** An open order as a strategy sees it. */
export interface OpenOrder {
  /** Numbered from 1 in the order of submission. A bracket's entry, profit and loss have consecutive numbers. */
  readonly id: number;
  readonly instrument: number;
  readonly type: SingleOrder["type"];
  /** Still to fill; 0 for a bracket's exit whose entry has not filled. */
  readonly shares: SignedShares;
  /** NaN where the order has none; of a trailing stop, the stop as it stands now. */
  readonly limit: number;
  readonly stop: number;
  readonly isTriggered: boolean;
}
