import fc from "fast-check";
import { expect, test } from "vitest";
import { costModels } from "../execution/costs/cost-models.ts";
import { atClose } from "../strategy/decision-rule.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { unwrap } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";

const common = {
  name: "Test strategy",
  universe: "WORLD",
  decide: atClose("XNYS"),
  rebalance: "daily",
} as const;

/** Signals of 0 and 1: of three instruments there are few, and they come again. */
const risen = () =>
  unwrap(
    defineStrategy({
      ...common,
      signal: ({ field }) => field.close!.greaterThan(field.close!.delay(1)),
      weights: ({ signal }) => signal.all().proportional(),
    }),
  );

const risenCallback = () =>
  unwrap(
    defineStrategy({
      ...common,
      needs: { fields: ["close"], lookback: 1 },
      weights: ({ members, history }) => {
        const chosen = members.filter((iid) => {
          const [before, now] = history(iid, "close", 2);
          return now! > before!;
        });
        return Object.fromEntries(chosen.map((iid) => [iid, 1 / chosen.length]));
      },
    }),
  );

// Its weights are remembered; a callback is asked each time.
test("[E73] [P9] a signal that comes again has the weights that a callback gives anew", () => {
  let decisions = 0;
  let different = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 1, max: 3 }), (shape, instruments) => {
      const panel = createWorld({ ...shape, instruments, sessions: 50 });
      const config = worldConfig(costModels.institutional);
      const result = runBacktest({ panel, strategy: risen(), parameters: {}, config });
      const expected = runBacktest({ panel, strategy: risenCallback(), parameters: {}, config });
      if (!result.ok) {
        expect(result).toEqual(expected);
        return;
      }
      const run = result.value;
      const asked = unwrap(expected);
      expect(run.orderHash).toBe(asked.orderHash);
      expect(run.navMinor).toEqual(asked.navMinor);
      expect(run.rebalances).toEqual(asked.rebalances);
      const { firstTarget, instrument } = run.rebalances;
      decisions += firstTarget.length - 1;
      different += new Set(
        Array.from(firstTarget.subarray(1), (end, k) => `${instrument.subarray(firstTarget[k], end)}`),
      ).size;
    }),
    runs(305),
  );
  expect(different).toBeLessThan(decisions / 4);
});
