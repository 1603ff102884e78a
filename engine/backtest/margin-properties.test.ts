import fc from "fast-check";
import { expect, test } from "vitest";
import { costModels } from "../execution/costs/cost-models.ts";
import { arbitraryShape, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { callbackStrategy } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";

test("a margin call comes on each day on which NAV is below its share of longs and shorts together", () => {
  let calls = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 5, max: 14 }), (shape, tenths) => {
      const panel = createWorld(shape);
      // As much short as long: what is owed on both is what the margin is for, not the difference.
      const strategy = callbackStrategy((members) =>
        Object.fromEntries(
          members.map((iid, k) => [iid, ((k % 2 === 0 ? 1 : -1) * tenths) / 5 / members.length]),
        ),
      );
      const result = runBacktest({
        panel,
        strategy,
        parameters: {},
        config: { ...worldConfig(costModels.none), margin: { maintenancePercent: 60, initialPercent: 80 } },
      });
      if (!result.ok) return;
      const { marginCalls, grossExposure } = result.value;
      expect(marginCalls).toBe(grossExposure.filter((gross) => gross * 60 > 100).length);
      calls += marginCalls;
    }),
    runs(25),
  );
  expect(calls).toBeGreaterThan(WORLDS);
});
