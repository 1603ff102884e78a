import type { RebalanceRule } from "../contract/backtest.ts";
import type { Result } from "../contract/result.ts";
import { atClose } from "../strategy/decision-rule.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import type { Strategy } from "../strategy/strategy.ts";

/** The value of a result that must be one. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const common = (rebalance: RebalanceRule, mic = "XNYS") => ({
  name: "Test strategy",
  universe: "WORLD",
  decide: atClose(mic),
  rebalance,
});

/** The best half by three-session total return, in equal weights. */
export function momentumExpression(rebalance: RebalanceRule = "weekly", mic = "XNYS"): Strategy {
  return unwrap(
    defineStrategy({
      ...common(rebalance, mic),
      signal: ({ field }) => field.totalReturn!.returns(3).rank(),
      weights: ({ signal }) => signal.top(50).equal(),
    }),
  );
}

/** The same strategy as a function of what was known. */
export function momentumCallback(rebalance: RebalanceRule = "weekly"): Strategy {
  return unwrap(
    defineStrategy({
      ...common(rebalance),
      needs: { fields: ["totalReturn"], lookback: 3 },
      weights: ({ members, history }) => {
        const scores = members
          .map((iid) => {
            const h = history(iid, "totalReturn", 4);
            return { iid, score: h[3]! / h[0]! - 1 };
          })
          .filter(({ score }) => !Number.isNaN(score))
          .sort((a, b) => b.score - a.score);
        const chosen = scores.slice(0, Math.max(1, Math.floor(scores.length / 2)));
        return Object.fromEntries(chosen.map(({ iid }) => [iid, 1 / chosen.length]));
      },
    }),
  );
}

/** Equal weights in every member at each decision, or whatever `weights` says. */
export function callbackStrategy(
  weights: (members: readonly string[], decision: number) => Record<string, number>,
  rebalance: RebalanceRule = "daily",
  mic = "XNYS",
): Strategy {
  let decision = 0;
  return unwrap(
    defineStrategy({
      ...common(rebalance, mic),
      needs: { fields: [], lookback: 0 },
      weights: ({ members }) => weights(members, decision++),
    }),
  );
}
