import { expect, test } from "vitest";
import type { BacktestConfig } from "../contract/backtest.ts";
import { ACTION } from "../contract/panel.ts";
import { createRandom } from "../rng/random.ts";
import { atClose } from "../strategy/decision-rule.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import type { BarContext } from "../strategy/strategy.ts";
import { unwrap } from "../testing/strategies.ts";
import { runBacktest } from "./run-backtest.ts";
import { config, events, flat, NEW_YORK, world } from "./testing/hand-made-world.ts";

const N = Number.NaN;
const names = (more = {}) => [
  { iid: "A", close: [10, 10, 20, 20, 20], more },
  { iid: "B", close: flat(5) },
];
const go = (onBar: Parameters<typeof events>[0], own: Partial<BacktestConfig> = {}, panel = world(names())) =>
  unwrap(runBacktest({ panel, strategy: events(onBar), parameters: {}, config: { ...config, ...own } }));

test("[E72] target shares replace the orders of that name alone, by a market order at the next open", () => {
  const run = go(
    (bar, k) => {
      if (k === 0) {
        bar.submit("A", { type: "limit", shares: 3, limit: 1, timeInForce: "gtc" });
        bar.submit("A", { type: "market", shares: 50 });
        bar.submit("B", { type: "limit", shares: 4, limit: 1, timeInForce: "gtc" });
        bar.targetShares("A", 7);
        expect(bar.orders("A")).toMatchObject([{ type: "market", shares: 7 }]);
        expect(bar.orders("B")).toMatchObject([{ type: "limit", shares: 4 }]);
      }
      if (k === 2) {
        expect(bar.position("A")).toBe(7);
        bar.targetShares("A", -2);
        expect(bar.orders("A")).toMatchObject([{ shares: -9 }]);
      }
    },
    // Whatever the run's own policy: these fill at the next open.
    { fillAt: "next-close" },
  );
  expect(Array.from(run.fills.at)).toEqual([NEW_YORK.openAt[1], NEW_YORK.openAt[3]]);
  expect(Array.from(run.fills.shares)).toEqual([7, -9]);
});

test("[E72] a target that is held already places no order, and takes the others away", () => {
  const run = go((bar, k) => {
    if (k === 0) bar.targetShares("A", 7);
    if (k !== 1) return;
    bar.submit("A", { type: "limit", shares: 3, limit: 1, timeInForce: "gtc" });
    bar.targetShares("A", 7);
    expect(bar.orders("A")).toEqual([]);
  });
  expect(Array.from(run.fills.shares)).toEqual([7]);
});

test("[E72] a target in percent is of the NAV at the newest price known, in whole shares towards zero", () => {
  const run = go((bar, k) => {
    if (k === 0) bar.targetPercent("A", 33.33);
    if (k === 2) bar.targetPercent("A", -33.33);
    if (k === 3) bar.targetPercent("A", 0);
  });
  // $10,000: 333 shares at $10. They double: $13,330, of which a third is 222 shares at $20.
  expect(Array.from(run.fills.shares)).toEqual([333, -333 - 222, 222]);
});

test("[E72] a target in percent waits for no price: without one nothing is done, but to sell all needs none", () => {
  const panel = world([{ iid: "A", close: [N, 10, 10, 10, 10] }, ...names().slice(1)]);
  const run = go(
    (bar, k) => {
      if (k === 0) {
        bar.submit("A", { type: "limit", shares: 3, limit: 10, timeInForce: "gtc" });
        bar.targetPercent("A", 50);
        expect(bar.orders("A")).toMatchObject([{ type: "limit" }]);
        bar.targetPercent("A", 0);
        expect(bar.orders("A")).toEqual([]);
      }
    },
    {},
    panel,
  );
  expect(run.fills.at.length).toBe(0);
});

test.each<[string, (bar: BarContext) => void]>([
  ["shares", (bar) => bar.targetShares("A", 55)],
  ["percent", (bar) => bar.targetPercent("A", 5.5)],
  ["weights", (bar) => bar.targetWeights({ A: 0.055 })],
])(
  "[E54] [E72] a target is ordered in whole lots: no part of one is left for a split to fill: %s",
  (_, act) => {
    // $550 at $10 are 55 shares, of which five lots of ten can be bought.
    const panel = world(
      [{ iid: "A", close: [10, 10, 10, 5, 5], more: { lotSize: 10 } }],
      [{ instrument: 0, row: 3, kind: ACTION.split, ratio: 2 }],
    );
    const run = go((bar, k) => void (k === 0 && act(bar)), {}, panel);
    expect(Array.from(run.fills.shares)).toEqual([50]);
  },
);

test("[E72] a target in percent is of whole lots towards zero, whatever is held", () => {
  const panel = world([{ iid: "A", close: flat(10), more: { lotSize: 10 } }]);
  const run = go(
    (bar, k) => {
      if (k === 0) bar.targetShares("A", 100);
      if (k === 1) bar.targetPercent("A", 5.5);
      if (k === 2) bar.targetShares("A", 45);
    },
    {},
    panel,
  );
  // From 50 down to 45 would be half a lot.
  expect(Array.from(run.fills.shares)).toEqual([100, -50]);
});

test.each([1, 100])(
  "[E71] a name whose trade would be too small is left alone, in whole lots too: lots of %i",
  (lotSize) => {
    const random = createRandom(71);
    const walk = () => {
      let cents = 1_000 + random.integer(2_000);
      return Array.from({ length: 40 }, () => {
        cents = Math.round(cents * (1 + 0.02 * (random.uniform() - 0.5)));
        return cents / 100;
      });
    };
    const panel = world(["A", "B", "C"].map((iid) => ({ iid, close: walk(), more: { lotSize } })));
    const strategy = unwrap(
      defineStrategy({
        name: "Test strategy",
        universe: "WORLD",
        decide: atClose("XNYS"),
        rebalance: "daily",
        signal: ({ field }) => field.close!,
        weights: ({ signal }) => signal.all().equal().constrain({ minimumTrade: 0.2 }),
      }),
    );
    const own = { ...config, capitalMinor: 100_000_000 };
    const run = unwrap(runBacktest({ panel, strategy, parameters: {}, config: own }));
    expect(run.fills.shares.length).toBe(3);
  },
);
