import { expect, test } from "vitest";
import type { OrderRequest } from "../contract/orders.ts";
import type { Panel } from "../contract/panel.ts";
import type { BarContext } from "../strategy/strategy.ts";
import { unwrap } from "../testing/strategies.ts";
import { runBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";
import { config, events, flat, market, NEW_YORK, world } from "./testing/hand-made-world.ts";

const N = Number.NaN;

type Row = readonly number[];

/** A trades in New York, from 14:30 to 21:00 UTC. Decisions are London's, at 17:00. */
function newYorkFromLondon(prices: { open?: Row; high?: Row; low?: Row; close?: Row; vwap?: Row }): Panel {
  const { close = flat(100) } = prices;
  const panel = world(
    [
      { iid: "A", close, open: prices.open ?? close },
      { iid: "B", close: flat(1), more: { market: 1 } },
    ],
    [],
    { markets: [NEW_YORK, market("XLON", "USD", 8, 16.5)] },
  );
  const both = (own: Row = close) => Float64Array.from([...own, ...flat(1)]);
  const columns = {
    ...panel.columns,
    high: both(prices.high),
    low: both(prices.low),
    vwap: both(prices.vwap),
  };
  return { ...panel, columns };
}

/** Runs it, and again from each strike on, which must come to the same. */
function go(panel: Panel, onBar: (context: BarContext, k: number) => void) {
  const input = { panel, strategy: events(onBar, "XLON"), parameters: {}, config };
  const checkpoints: Checkpoint[] = [];
  const run = unwrap(
    runBacktest({ ...input, onStrike: (save) => checkpoints.push(structuredClone(save())) }),
  );
  for (const resumeFrom of checkpoints.slice(0, -1)) {
    const tail = unwrap(runBacktest({ ...input, resumeFrom }));
    expect(tail.ambiguousBars).toBe(run.ambiguousBars);
    expect(tail.orderHash).toBe(run.orderHash);
  }
  return run;
}

test.each<[string, OrderRequest, number]>([
  ["at the market", { type: "market", shares: 5 }, 102],
  ["on the open", { type: "on-open", shares: 5 }, 102],
  ["on the open, immediate or cancel", { type: "market", shares: 5, timeInForce: "ioc" }, 102],
  ["at the volume-weighted price", { type: "market", shares: 5, fillAt: "next-vwap" }, 202],
  ["as a bracket's entry", { type: "bracket", entry: { type: "market", shares: 5 }, takeProfit: 901 }, 102],
  [
    "as one of two that cancel each other",
    {
      type: "one-cancels-other",
      orders: [
        { type: "market", shares: 5 },
        { type: "limit", shares: 5, limit: 1 },
      ],
    },
    102,
  ],
])("an order placed while the market is open waits for its next open: %s", (_, request, price) => {
  const panel = newYorkFromLondon({
    open: [100, 101, 102, 103, 104],
    close: flat(150),
    high: flat(900),
    low: flat(100),
    vwap: [200, 201, 202, 203, 204],
  });
  const { fills } = go(panel, (context, k) => {
    if (k === 1) context.submit("A", request);
  });
  expect(Array.from(fills.price)).toEqual([price]);
});

const away = { type: "limit", shares: 50, limit: 90, timeInForce: "gtc" } as const;
const flatten = (bar: BarContext) => bar.targetShares("A", 0);

/** What is placed, what is done about it in mid-session, how many bars then are ambiguous and how many orders are open. */
test.each<[string, OrderRequest, (bar: BarContext) => void, number, number]>([
  ["cancelled", away, (bar) => bar.cancel(bar.orders("A")[0]!.id), 1, 0],
  ["replaced by a target", away, flatten, 1, 0],
  ["replaced by a rebalance", away, (bar) => bar.targetWeights({}), 1, 0],
  ["amended", away, (bar) => bar.amend(bar.orders("A")[0]!.id, { limit: 10 }), 1, 1],
  ["a stop", { type: "stop", shares: -50, stop: 90, timeInForce: "gtc" }, flatten, 1, 0],
  ["a volume-weighted one", { type: "market", shares: 50, fillAt: "next-vwap" }, flatten, 1, 0],
  ["one that the bar does not reach", { ...away, limit: 50 }, flatten, 0, 0],
  ["one that is left alone", { ...away, limit: 50 }, () => {}, 0, 1],
])(
  "what the bar may have filled before it was taken back counts as ambiguous: %s",
  (_, request, act, ambiguous, open) => {
    const panel = newYorkFromLondon({
      open: [100, 100, 100, 60, 60],
      low: [100, 100, 60, 60, 60],
      close: [100, 100, 60, 60, 60],
      high: [100, 100, 100, 60, 60],
      vwap: [N, N, 80, N, N],
    });
    let left = Number.NaN;
    const { ambiguousBars, fills } = go(panel, (bar, k) => {
      if (k === 1) bar.submit("A", request);
      if (k === 2) {
        act(bar);
        left = bar.orders("A").length;
      }
    });
    expect(Array.from(fills.price)).toEqual([]);
    expect(left).toBe(open);
    expect(ambiguousBars).toBe(ambiguous);
  },
);
