import type { DecisionRule, RebalanceRule } from "../contract/backtest.ts";
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

export type StrategySpec<P extends ParameterSpecs = ParameterSpecs> = ExpressionSpec<P> | CallbackSpec<P>;

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
    });
