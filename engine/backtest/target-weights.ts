import { ArgumentError } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";
import { evaluateFactor } from "../expression/evaluate-factor.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { applyWeightRule } from "../strategy/weight-rule.ts";
import { createContextFactory } from "./decision-context.ts";
import { KnownData } from "./known-data.ts";
import { formatSessionDate } from "./rebalance-sessions.ts";

/** Gross exposure above this is a mistake in the strategy, not a wish. */
const LARGEST_GROSS = 10;

/** Target weights by panel instrument at one decision: shares of NAV, 0 for no position. */
export type Decide = (at: UtcMicros, date: SessionDate) => Float64Array;

/**
 * Makes the decision function of a strategy; `rowOf` gives the newest known row of a market. It throws ArgumentErrors ("bad-weights",
 * "unknown-field").
 */
export function createDecide(
  panel: Panel,
  strategy: Exclude<Strategy, { kind: "event" }>,
  parameters: ParameterValues,
  order: Int32Array,
  rowOf: (market: number) => number,
): Decide {
  if (strategy.kind === "callback") return fromCallback(panel, strategy, parameters, order, rowOf);
  const weigh = fromExpression(panel, strategy, parameters, order);
  return (at, date) => {
    const weights = weigh(at, date);
    checkWeights(weights, strategy, panel, date);
    return weights;
  };
}

function fromExpression(
  panel: Panel,
  strategy: Extract<Strategy, { kind: "expression" }>,
  parameters: ParameterValues,
  order: Int32Array,
): Decide {
  const rule = strategy.weights(parameters);
  const values = evaluateFactor(strategy.signal(parameters), panel);
  return (at) => applyWeightRule(rule, values.at(at), order);
}

function fromCallback(
  panel: Panel,
  strategy: Extract<Strategy, { kind: "callback" }>,
  parameters: ParameterValues,
  order: Int32Array,
  rowOf: (market: number) => number,
): Decide {
  const known = new KnownData(panel, strategy.needs, order, rowOf);
  const contextAt = createContextFactory(known, parameters);
  return (at, date) => {
    const proposed = strategy.weights(contextAt(at, date));
    if (typeof proposed !== "object" || proposed === null)
      throw new ArgumentError(
        `weights of "${strategy.name}" must return an object of weights by instrument id`,
      );
    return toWeights(proposed, strategy, known, panel, date);
  };
}

/** Weights by panel instrument from weights by id; only members of the universe as known then may have one. */
export function toWeights(
  proposed: Readonly<Record<string, number>>,
  strategy: Strategy,
  known: KnownData,
  panel: Panel,
  date: SessionDate,
): Float64Array {
  const weights = new Float64Array(panel.instruments.length);
  for (const [iid, weight] of Object.entries(proposed)) {
    const i = known.indexOf(iid);
    if (i < 0 || !known.isMember(i))
      throw badWeight(strategy, date, iid, `${weight}, but it is not a member of ${strategy.universe} then`);
    weights[i] = typeof weight === "number" ? weight : Number.NaN;
  }
  checkWeights(weights, strategy, panel, date);
  return weights;
}

/** Throws "bad-weights" for a weight that is no number, or a gross exposure that is a mistake. */
function checkWeights(weights: Float64Array, strategy: Strategy, panel: Panel, date: SessionDate): void {
  const grossOf = weights.reduce((gross, weight, i) => {
    if (!Number.isFinite(weight)) throw badWeight(strategy, date, panel.instruments[i]!.iid, `${weight}`);
    return gross + Math.abs(weight);
  }, 0);
  if (grossOf <= LARGEST_GROSS) return;
  const heaviest = weights.reduce((a, w, i) => (Math.abs(w) > Math.abs(weights[a]!) ? i : a), 0);
  throw badWeight(
    strategy,
    date,
    panel.instruments[heaviest]!.iid,
    `${weights[heaviest]} (gross ${grossOf}, at most ${LARGEST_GROSS})`,
  );
}

function badWeight(strategy: Strategy, date: SessionDate, instrument: string, said: string): ArgumentError {
  const day = formatSessionDate(date);
  return new ArgumentError(
    `"${strategy.name}" on ${day}: the weight of ${instrument} is ${said}`,
    "bad-weights",
    {
      strategy: strategy.name,
      date: day,
      instrument,
    },
  );
}
