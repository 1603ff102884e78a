import fc from "fast-check";
import { expect, test } from "vitest";
import type { Panel, PanelMarket } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { arbitraryShape, outlive, runs } from "../testing/arbitrary-world.ts";
import { randomOrders } from "../testing/random-orders.ts";
import { momentumExpression } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";

const SECOND = 1_000_000;

/** The panel with one more market, without instruments, that opens and closes within each session of New York. */
function withBystander(panel: Panel): Panel {
  const { openAt, ...rest } = panel.markets.find(({ mic }) => mic === "XNYS")!;
  const bystander: PanelMarket = {
    ...rest,
    mic: "XZZZ",
    openAt: openAt.map((at) => at + SECOND),
    closeAt: openAt.map((at) => at + 2 * SECOND),
    decisionAt: openAt.map((at) => at + 3 * SECOND),
  };
  return { ...panel, markets: [...panel.markets, bystander] };
}

// A session with nothing in it is played in one step, which another market's events within it make impossible.
test("[E1] a session on which nothing happens before its strike is like any other, event by event", () => {
  let trades = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.boolean(), (shape, isEvent) => {
      const panel = createWorld({ ...shape, isSingleMarket: true });
      const strategy = isEvent ? randomOrders(shape.seed) : momentumExpression("weekly");
      const config = worldConfig(costModels.institutional);
      const run = outlive(runBacktest({ panel, strategy, parameters: {}, config }));
      const stepwise = outlive(
        runBacktest({ panel: withBystander(panel), strategy, parameters: {}, config }),
      );
      expect(run.orderHash).toBe(stepwise.orderHash);
      expect(run.navMinor).toEqual(stepwise.navMinor);
      expect(run.cashMinor).toEqual(stepwise.cashMinor);
      trades += run.fills.at.length;
    }),
    runs(31),
  );
  expect(trades).toBeGreaterThan(0);
});
