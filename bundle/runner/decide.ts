import { indexPanel } from "../../engine/backtest/panel-index.ts";
import { createDecide, createWeigher, type DecisionWorld } from "../../engine/backtest/target-weights.ts";
import { countUpTo } from "../../engine/expression/known-rows.ts";
import {
  ArgumentError,
  createFactorStream,
  evaluateFactor,
  evaluateFactorAt,
  type Panel,
  type ParameterValues,
  panelSessions,
  type Strategy,
} from "../../engine/index.ts";

/** A strategy that can be asked for weights without an account behind it. */
export type Weighing = Exclude<Strategy, { kind: "event" }>;

/** One row of all instruments for each instant, row after row. */
export interface Decisions {
  readonly signal: Float64Array<ArrayBuffer> | null;
  readonly weights: Float64Array<ArrayBuffer> | null;
}

export interface DecisionQuestion {
  readonly panel: Panel;
  readonly parameters: ParameterValues;
  /** Ascending. */
  readonly instants: Float64Array;
  readonly what: "signal" | "both";
  /** Shares of NAV held, by instrument. */
  readonly current: Float64Array | null;
}

/** The world of a decision, and what moves its clock. */
const worldOf = (strategy: Weighing, { panel, instants, current }: DecisionQuestion) => {
  const { mic } = strategy.decide;
  const decisionMarket = panel.markets.findIndex((market) => market.mic === mic);
  if (decisionMarket < 0)
    throw new ArgumentError(`the panel has no market ${mic}`, "unknown-market", { mic });
  const knownRows = new Int32Array(panel.markets.length).fill(-1);
  const held = current ?? new Float64Array(panel.instruments.length);
  const world: DecisionWorld = {
    panel,
    decisionMarket,
    instants,
    order: indexPanel(panel).order,
    knownRows,
    currentWeights: () => held,
  };
  /** Sets the clock; the session of the decision market that is then the newest. */
  const goTo = (instant: number): number => {
    panel.markets.forEach(({ decisionAt }, m) => {
      knownRows[m] = countUpTo(decisionAt, instant) - 1;
    });
    const row = knownRows[decisionMarket]!;
    if (row < 0) throw new ArgumentError(`no session of ${mic} is known at ${instant}`, "empty-range");
    return panel.markets[decisionMarket]!.sessionDates[row]!;
  };
  return { world, goTo };
};

const rows = (count: number, size: number, fill: (k: number) => Float64Array): Float64Array<ArrayBuffer> => {
  const all = new Float64Array(count * size);
  for (let k = 0; k < count; k++) all.set(fill(k), k * size);
  return all;
};

/** All instants together, as a backtest decides: the signal over the whole panel, the weights one after the other. */
export const decideTogether = (strategy: Weighing, question: DecisionQuestion): Decisions => {
  const { panel, parameters, instants, what } = question;
  const size = panel.instruments.length;
  const { world, goTo } = worldOf(strategy, question);
  const values = strategy.kind === "expression" ? evaluateFactor(strategy.signal(parameters), panel) : null;
  const decide = what === "both" ? createDecide(world, strategy, parameters) : null;
  return {
    signal: values && rows(instants.length, size, (k) => values.at(instants[k]!)),
    weights: decide && rows(instants.length, size, (k) => decide(instants[k]!, goTo(instants[k]!))),
  };
};

/** One instant by itself, from as many sessions as the definition looks back: as a live decision is made. */
export const decideAt = (strategy: Weighing, question: DecisionQuestion, instant: number): Decisions => {
  const own = { ...question, instants: Float64Array.of(instant) };
  if (strategy.kind === "callback") return decideTogether(strategy, own);
  const { panel, parameters, what } = own;
  const { world, goTo } = worldOf(strategy, own);
  const date = goTo(instant);
  const signal = Float64Array.from(evaluateFactorAt(strategy.signal(parameters), panel, instant));
  if (what === "signal") return { signal, weights: null };
  const { weigh } = createWeigher(world, strategy, parameters);
  return { signal, weights: Float64Array.from(weigh(signal, date)) };
};

/** Session after session, with the memory of the windows alone. A callback has no such way. */
export const decideInStream = (strategy: Weighing, question: DecisionQuestion): Decisions => {
  if (strategy.kind === "callback") return { signal: null, weights: null };
  const { panel, parameters, instants, what } = question;
  const size = panel.instruments.length;
  const { world, goTo } = worldOf(strategy, question);
  const stream = createFactorStream(strategy.signal(parameters), panel);
  const sessions = panelSessions(panel);
  let next = sessions.next();
  const signal = rows(instants.length, size, (k) => {
    for (; !next.done && next.value.at <= instants[k]!; next = sessions.next())
      stream.push(next.value.session);
    return stream.values();
  });
  if (what === "signal") return { signal, weights: null };
  const { weigh } = createWeigher(world, strategy, parameters);
  const weights = rows(instants.length, size, (k) => {
    const date = goTo(instants[k]!);
    return weigh(signal.subarray(k * size, (k + 1) * size), date);
  });
  return { signal, weights };
};
