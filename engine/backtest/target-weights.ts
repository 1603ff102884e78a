import { ArgumentError } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";
import { evaluateFactor } from "../expression/evaluate-factor.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { applyWeightRule } from "../strategy/weight-rule.ts";
import { createContextFactory } from "./decision-context.ts";
import { formatSessionDate } from "./rebalance-sessions.ts";

/** Gross exposure above this is a mistake in the strategy, not a wish. */
const LARGEST_GROSS = 10;

/** Target weights by panel instrument at one decision: shares of NAV, 0 for no position. */
export type Decide = (at: UtcMicros, date: SessionDate) => Float64Array;

/** Makes the decision function of a strategy. It throws ArgumentErrors ("bad-weights", "unknown-field"). */
export function createDecide(
  panel: Panel,
  strategy: Strategy,
  parameters: ParameterValues,
  order: Int32Array,
): Decide {
  const propose = strategy.kind === "expression" ? fromExpression : fromCallback;
  const weigh = propose(panel, strategy as never, parameters, order);
  return (at, date) => {
    const weights = weigh(at, date);
    let gross = 0;
    for (const i of order) {
      const weight = weights[i]!;
      if (!Number.isFinite(weight)) throw badWeight(strategy, date, panel.instruments[i]!.iid, `${weight}`);
      gross += Math.abs(weight);
    }
    if (gross > LARGEST_GROSS) {
      const heaviest = order.reduce((a, b) => (Math.abs(weights[b]!) > Math.abs(weights[a]!) ? b : a));
      throw badWeight(
        strategy,
        date,
        panel.instruments[heaviest]!.iid,
        `${weights[heaviest]} (gross ${gross}, at most ${LARGEST_GROSS})`,
      );
    }
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
): Decide {
  const contextAt = createContextFactory(panel, strategy, parameters, order);
  const indexOf = new Map(panel.instruments.map((instrument, i) => [instrument.iid, i]));
  return (at, date) => {
    const context = contextAt(at, date);
    const members = new Set(context.members);
    const proposed = strategy.weights(context);
    if (typeof proposed !== "object" || proposed === null)
      throw new ArgumentError(
        `weights of "${strategy.name}" must return an object of weights by instrument id`,
      );
    const weights = new Float64Array(panel.instruments.length);
    for (const [iid, weight] of Object.entries(proposed)) {
      if (!members.has(iid))
        throw badWeight(
          strategy,
          date,
          iid,
          `${weight}, but it is not a member of ${strategy.universe} then`,
        );
      weights[indexOf.get(iid)!] = typeof weight === "number" ? weight : Number.NaN;
    }
    return weights;
  };
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
