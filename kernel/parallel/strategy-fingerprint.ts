import { resolveParameters, type Strategy } from "../../engine/index.ts";

/** The text of the functions, and of an expression what they give for the default parameters. */
const decisionOf = (strategy: Strategy): readonly string[] => {
  switch (strategy.kind) {
    case "callback":
      return [String(strategy.weights), JSON.stringify(strategy.needs)];
    case "event":
      return [String(strategy.onBar), JSON.stringify([strategy.needs, strategy.state])];
    case "expression": {
      const parameters = resolveParameters(strategy, {});
      if (!parameters.ok) return [];
      const { key } = strategy.signal(parameters.value);
      return [key, JSON.stringify(strategy.weights(parameters.value))];
    }
  }
};

/**
 * A text that two strategies share when they decide alike, as far as that can be told without running them: what a
 * function has captured is not in it. A worker compares the strategy it made with the one that was meant.
 */
export const fingerprintOf = (strategy: Strategy): string => {
  const { kind, name, universe, decide, rebalance, params } = strategy;
  let decision: readonly string[] = [];
  try {
    decision = decisionOf(strategy);
  } catch {
    // A signal that throws for its defaults may work for what is swept; the runs say so.
  }
  return JSON.stringify([kind, name, universe, decide, rebalance, params, decision]);
};
