import { ArgumentError } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";
import { countUpTo } from "../expression/known-rows.ts";
import { sampleFactor } from "../expression/sample-factor.ts";
import { applyWeightRule } from "../portfolio/apply-weight-rule.ts";
import { weightRuleNeeds } from "../portfolio/weight-rule-data.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { createContextFactory } from "./decision-context.ts";
import { createGroupReader } from "./group-reader.ts";
import { KnownData } from "./known-data.ts";
import { indexPanel } from "./panel-index.ts";
import { formatSessionDate } from "./rebalance-sessions.ts";
import { createReturnHistory } from "./return-history.ts";

/** Gross exposure above this is a mistake in the strategy, not a wish. */
const LARGEST_GROSS = 10;

/** So many weights are kept of rules that read nothing but the signal. */
const ANSWERS = 3;

/** Target weights by panel instrument at one decision: shares of NAV, 0 for no position. */
export type Decide = (at: UtcMicros, date: SessionDate) => Float64Array;

/** What a decision may read of the run, beside the panel. */
export interface DecisionWorld {
  readonly panel: Panel;
  readonly decisionMarket: number;
  /** The instants at which it may be asked, ascending. */
  readonly instants: Float64Array;
  /** Instruments in canonical order. */
  readonly order: Int32Array;
  /** The newest known row of each market, −1 before its first, as the run goes on. */
  readonly knownRows: Int32Array;
  /** Shares of NAV held now, by panel instrument. */
  readonly currentWeights: () => Float64Array;
}

/** Makes the decision function of a strategy. It throws ArgumentErrors ("bad-weights", "unknown-field"). */
export function createDecide(
  world: DecisionWorld,
  strategy: Exclude<Strategy, { kind: "event" }>,
  parameters: ParameterValues,
): Decide {
  if (strategy.kind === "callback") return fromCallback(world, strategy, parameters);
  return fromExpression(world, strategy, parameters);
}

function fromExpression(
  world: DecisionWorld,
  strategy: Extract<Strategy, { kind: "expression" }>,
  parameters: ParameterValues,
): Decide {
  const { panel, instants } = world;
  const { weigh, isSignalAll } = createWeigher(world, strategy, parameters);
  const values = sampleFactor(strategy.signal(parameters), panel, instants);
  // A cross has two or three signals, which come again and again at a million bars.
  const answers: { readonly signal: Float64Array; readonly weights: Float64Array }[] = [];
  let next = 0;
  return (at, date) => {
    // It is asked at one instant after the other, from anywhere in them after a checkpoint.
    if (instants[next] !== at) next = countUpTo(instants, at) - 1;
    const signal = values.at(next++);
    if (!isSignalAll) return weigh(signal, date);
    for (let k = 0; k < answers.length; k++)
      if (areSame(signal, answers[k]!.signal)) return answers[k]!.weights;
    const weights = weigh(signal, date);
    const kept = answers.length === ANSWERS ? answers.pop()!.signal : new Float64Array(signal.length);
    kept.set(signal);
    answers.unshift({ signal: kept, weights });
    return weights;
  };
}

/** How a strategy's rule makes weights of a signal. */
export interface Weigher {
  /** Throws ArgumentErrors, "bad-weights" among them. */
  readonly weigh: (signal: Float64Array, date: SessionDate) => Float64Array;
  /** The rule reads nothing beside the signal. */
  readonly isSignalAll: boolean;
}

/** The second half of an expression's decision, for a signal that was computed in whatever way. */
export function createWeigher(
  { panel, order, decisionMarket, knownRows, currentWeights }: Omit<DecisionWorld, "instants">,
  strategy: Extract<Strategy, { kind: "expression" }>,
  parameters: ParameterValues,
): Weigher {
  const rule = strategy.weights(parameters);
  const { lookBackSessions, isCurrentNeeded } = weightRuleNeeds(rule);
  const sectorsNow =
    rule.constraints?.maximumSector === undefined ? null : createGroupReader(panel, "sector", knownRows);
  const known = {
    ...(sectorsNow && { knownSectors: sectorsNow.names }),
    markets: indexPanel(panel).mics,
    ...(lookBackSessions > 0 && {
      history: createReturnHistory(panel, decisionMarket, () => knownRows[decisionMarket]!),
    }),
  };
  return {
    weigh: (signal, date) => {
      const context = {
        ...known,
        ...(sectorsNow && { sectors: sectorsNow.read() }),
        ...(isCurrentNeeded && { current: currentWeights() }),
      };
      const weights = applyWeightRule(rule, signal, order, context);
      checkWeights(weights, strategy, panel, date);
      return weights;
    },
    isSignalAll: lookBackSessions === 0 && !isCurrentNeeded && !sectorsNow,
  };
}

/** Bit for bit as far as a weight rule can tell: a missing value is like another, and 0 like −0. */
function areSame(a: Float64Array, b: Float64Array): boolean {
  for (let k = 0; k < a.length; k++) {
    const x = a[k]!;
    const y = b[k]!;
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
  }
  return true;
}

function fromCallback(
  { panel, order, knownRows }: DecisionWorld,
  strategy: Extract<Strategy, { kind: "callback" }>,
  parameters: ParameterValues,
): Decide {
  const known = new KnownData(panel, strategy.needs, order, knownRows);
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
  let grossOf = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (!Number.isFinite(weight)) throw badWeight(strategy, date, panel.instruments[i]!.iid, `${weight}`);
    grossOf += Math.abs(weight);
  }
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
