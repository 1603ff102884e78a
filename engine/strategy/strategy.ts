import type { DecisionRule, RebalanceRule } from "../contract/backtest.ts";
import type { OpenOrder, OrderChange, OrderRequest } from "../contract/orders.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";
import type { Factor } from "../expression/factor.ts";
import type { FieldFactors } from "../expression/fields.ts";
import type { ParameterSpecs, ParameterValues } from "./parameters.ts";
import type { Signal, WeightRule } from "./weight-rule.ts";

interface CommonSpec<P extends ParameterSpecs> {
  readonly name: string;
  readonly universe: string;
  readonly decide: DecisionRule;
  readonly rebalance: RebalanceRule;
  readonly params?: P;
}

/** A strategy written as an expression: a signal, and a rule that turns it into weights. */
export interface ExpressionSpec<P extends ParameterSpecs = ParameterSpecs> extends CommonSpec<P> {
  readonly signal: (given: { readonly field: FieldFactors; readonly p: ParameterValues<P> }) => Factor;
  readonly needs?: undefined;
  readonly weights: (given: { readonly signal: Signal; readonly p: ParameterValues<P> }) => WeightRule;
}

/** A strategy written as a function from what was known at T to target weights. */
export interface CallbackSpec<P extends ParameterSpecs = ParameterSpecs> extends CommonSpec<P> {
  /** Everything the function reads: fields, stored or derived, and the longest history in sessions. */
  readonly needs: { readonly fields: readonly string[]; readonly lookback: number };
  readonly signal?: undefined;
  readonly weights: (context: DecisionContext<P>) => Readonly<Record<string, number>>;
}

/** A strategy written as a function that is called at each decision instant and places orders. */
export interface EventSpec<P extends ParameterSpecs = ParameterSpecs> extends CommonSpec<P> {
  /** Everything the function reads: fields, stored or derived, and the longest history in sessions. */
  readonly needs: { readonly fields: readonly string[]; readonly lookback: number };
  /** What `state` is at first: plain data. What the function remembers must be there, or a resumed run would differ. */
  readonly state?: Readonly<Record<string, unknown>>;
  readonly signal?: undefined;
  readonly weights?: undefined;
  readonly onBar: (context: BarContext<P>) => void;
}

export type StrategySpec<P extends ParameterSpecs = ParameterSpecs> =
  | ExpressionSpec<P>
  | CallbackSpec<P>
  | EventSpec<P>;

/**
 * What an event callback sees and may do at one decision instant. Nothing in it was known after `at`, and no order
 * fills at or before it. The object is the same at each call: read what is needed, keep nothing but in `state`.
 */
export interface BarContext<P extends ParameterSpecs = ParameterSpecs> extends DecisionContext<P> {
  /** True on the sessions of the strategy's `rebalance` rule. */
  readonly isRebalance: boolean;
  /** Plain data that the strategy keeps from one call to the next. */
  state: Record<string, unknown>;
  /** In units of the run's currency. */
  readonly nav: number;
  /** All money beside the positions, in units of the run's currency. */
  readonly cash: number;
  /** The newest known value of one instrument; NaN where it is missing. */
  value(iid: string, field: string): number;
  /** Signed whole shares held. */
  position(iid: string): number;
  /** Open orders of one instrument, oldest first. */
  orders(iid: string): readonly OpenOrder[];
  /** Places an order for a member, or for what is held; the id of its first order. */
  submit(iid: string, request: OrderRequest): number;
  /** False when the order is no longer open. */
  cancel(id: number): boolean;
  amend(id: number, change: OrderChange): void;
  /**
   * Replaces the orders of one instrument so that it comes to so many signed shares at the next open, as far as whole
   * lots go.
   */
  targetShares(iid: string, shares: number): void;
  /** The same, to a share of NAV in percent, at the newest price known. Without a price nothing is done. */
  targetPercent(iid: string, percent: number): void;
  /** Replaces all orders so that the book comes to these shares of NAV, as a rebalance callback's weights do. */
  targetWeights(weights: Readonly<Record<string, number>>): void;
}

/** What a callback sees at one decision. Nothing in it was known after `at`. */
export interface DecisionContext<P extends ParameterSpecs = ParameterSpecs> {
  /** The decision instant T, UTC microseconds. */
  readonly at: UtcMicros;
  /** The session of the decision market. */
  readonly date: SessionDate;
  /** Instrument ids of the universe as known at T, ascending. */
  readonly members: readonly string[];
  /** The newest row's value of each member that has one, by instrument id. */
  latest(field: string): ReadonlyMap<string, number>;
  /**
   * The last n sessions of one instrument, oldest first, ending with the newest row known at T. NaN is missing; all
   * are missing for an id that has not been a member of the universe by T, whether or not there is such an id.
   */
  history(iid: string, field: string, n: number): Float64Array;
  readonly p: ParameterValues<P>;
}

interface CommonStrategy {
  readonly name: string;
  readonly universe: string;
  readonly decide: DecisionRule;
  readonly rebalance: RebalanceRule;
  readonly params: ParameterSpecs;
}

/** A checked strategy, ready to run. Made by `defineStrategy`. */
export type Strategy =
  | (CommonStrategy & {
      readonly kind: "expression";
      readonly signal: (parameters: ParameterValues) => Factor;
      readonly weights: (parameters: ParameterValues) => WeightRule;
    })
  | (CommonStrategy & {
      readonly kind: "callback";
      readonly needs: { readonly fields: readonly string[]; readonly lookback: number };
      readonly weights: (context: DecisionContext) => Readonly<Record<string, number>>;
    })
  | (CommonStrategy & {
      readonly kind: "event";
      readonly needs: { readonly fields: readonly string[]; readonly lookback: number };
      readonly state: Readonly<Record<string, unknown>>;
      readonly onBar: (context: BarContext) => void;
    });
