import { expect, test } from "vitest";
import type { OrderChange, OrderRequest } from "../contract/orders.ts";
import type { Panel } from "../contract/panel.ts";
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../contract/time.ts";
import type { BarContext } from "../strategy/strategy.ts";
import { unwrap } from "../testing/strategies.ts";
import { FIRST_DATE } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";
import { config, events, flat, market, NEW_YORK, world } from "./testing/hand-made-world.ts";

const N = Number.NaN;

type Row = readonly number[];

/** A trades in New York, from 14:30 to 21:00 UTC. Decisions are London's, at 17:00. */
function newYorkFromLondon(prices: {
  open?: Row;
  high?: Row;
  low?: Row;
  close?: Row;
  vwap?: Row;
  volume?: Row;
}): Panel {
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
    volume: both(prices.volume),
  };
  return { ...panel, columns };
}

/** Runs it, and again from each strike on, which must come to the same. */
function go(panel: Panel, onBar: (context: BarContext, k: number) => void, volumeCap?: number) {
  const own = { ...config, ...(volumeCap && { volumeCap }) };
  const input = { panel, strategy: events(onBar, "XLON"), parameters: {}, config: own };
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

const HOURS = 60 * MICROS_PER_MINUTE;

/** The same, decided at 22:00 and at 17:00 by turns: between New York's sessions, and within them. */
function decidedTwiceADay(prices: Parameters<typeof newYorkFromLondon>[0]): Panel {
  const panel = newYorkFromLondon(prices);
  const decisions = [22, 41, 46, 65, 70];
  const decisionAt = Float64Array.from(decisions, (hour) => FIRST_DATE * MICROS_PER_DAY + hour * HOURS);
  const london = {
    ...panel.markets[1]!,
    sessionDates: Int32Array.from(decisions, (hour) => FIRST_DATE + Math.floor(hour / 24)),
    openAt: decisionAt.map((at) => at - HOURS),
    closeAt: decisionAt.map((at) => at - HOURS / 2),
    decisionAt,
  };
  return { ...panel, markets: [NEW_YORK, london] };
}

test.each<[string, OrderRequest & { shares: number }, OrderChange]>([
  ["at the volume-weighted price", { type: "market", shares: 5, fillAt: "next-vwap" }, { shares: 6 }],
  ["at an open that was missing", { type: "market", shares: 5 }, { shares: 6 }],
  ["on the open, limited", { type: "on-open", shares: 5, limit: 1 }, { limit: 200 }],
  ["immediate or cancel", { type: "limit", shares: 5, limit: 1, timeInForce: "ioc" }, { limit: 95 }],
])("an order that is amended while the market is open is like one placed then: %s", (_, request, change) => {
  const panel = decidedTwiceADay({
    open: [100, N, 100, 100, 100],
    low: flat(80),
    high: flat(120),
    close: flat(90),
    vwap: flat(101),
  });
  const placed = go(panel, (bar, k) => {
    if (k === 1) bar.submit("A", { ...request, ...change } as OrderRequest);
  });
  const amended = go(panel, (bar, k) => {
    if (k === 0) bar.submit("A", request);
    if (k === 1) bar.amend(bar.orders("A")[0]!.id, change);
  });
  expect(Array.from(placed.fills.price)).toHaveLength(1);
  expect(Array.from(amended.fills.price)).toEqual(Array.from(placed.fills.price));
  expect(Array.from(amended.fills.at)).toEqual(Array.from(placed.fills.at));
});

/** Fifty are bought, and a stop that triggers at the open of the fourth session sells ten: no more is allowed there. */
const stopped = (act: (bar: BarContext) => void) =>
  go(
    newYorkFromLondon({
      open: [100, 100, 100, 80, 80],
      low: [100, 100, 100, 75, 80],
      high: [100, 100, 100, 85, 80],
      close: [100, 100, 100, 80, 80],
      volume: [1_000, 1_000, 1_000, 100, 1_000],
    }),
    (bar, k) => {
      if (k === 1) bar.submit("A", { type: "market", shares: 50, timeInForce: "gtc" });
      if (k === 2) bar.submit("A", { type: "stop", shares: -50, stop: 90, timeInForce: "gtc" });
      if (k === 3) act(bar);
    },
    0.1,
  );

test("a stop that was triggered waits for another one when it is amended", () => {
  const stop = { type: "stop", shares: -40, stop: 70, timeInForce: "gtc" } as const;
  const placed = stopped((bar) => {
    bar.cancel(bar.orders("A")[0]!.id);
    bar.submit("A", stop);
  });
  const amended = stopped((bar) => bar.amend(bar.orders("A")[0]!.id, { stop: 70 }));
  expect(Array.from(placed.fills.shares)).toEqual([50, -10]);
  expect(Array.from(amended.fills.shares)).toEqual([50, -10]);
});

test("what is left of a triggered stop could not have filled within the bar: taken back, it is not ambiguous", () => {
  const run = stopped((bar) => bar.cancel(bar.orders("A")[0]!.id));
  expect(Array.from(run.fills.shares)).toEqual([50, -10]);
  expect(run.ambiguousBars).toBe(0);
});
