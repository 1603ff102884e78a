import { expect, test } from "vitest";
import { ACCOUNT } from "../accounting/accounts.ts";
import type { BacktestConfig, BacktestRun } from "../contract/backtest.ts";
import type { OrderRequest } from "../contract/orders.ts";
import { ACTION, type Panel } from "../contract/panel.ts";
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../contract/time.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { callbackStrategy, unwrap } from "../testing/strategies.ts";
import { FIRST_DATE } from "../testing/world.ts";
import { runBacktest, simulateBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";
import { config, events, flat, market, NEW_YORK, world } from "./testing/hand-made-world.ts";

const N = Number.NaN;

/** Runs it, and again from each strike on, which must come to the same. */
function go(panel: Panel, strategy: Strategy, own: Partial<BacktestConfig> = {}): BacktestRun {
  const input = { panel, strategy, parameters: {}, config: { ...config, ...own } };
  const checkpoints: Checkpoint[] = [];
  const run = unwrap(
    runBacktest({ ...input, onStrike: (save) => checkpoints.push(structuredClone(save())) }),
  );
  // What a callback remembers is in no checkpoint.
  if (strategy.kind === "event")
    for (const [d, resumeFrom] of checkpoints.slice(0, -1).entries()) {
      const tail = unwrap(runBacktest({ ...input, resumeFrom }));
      expect(tail.navMinor).toEqual(run.navMinor.subarray(d + 1));
      expect(tail.orderHash).toBe(run.orderHash);
    }
  expect(run.navMinor.every(Number.isSafeInteger)).toBe(true);
  return run;
}

test("a bar that opens where the one before closes comes after it: what had one auction is gone by then", () => {
  const hour = 60 * MICROS_PER_MINUTE;
  const openAt = Float64Array.from({ length: 5 }, (_, k) => FIRST_DATE * MICROS_PER_DAY + k * hour);
  const closeAt = openAt.map((at) => at + hour);
  const sessionDates = new Int32Array(5).fill(FIRST_DATE);
  const bars = { ...NEW_YORK, sessionDates, openAt, closeAt, decisionAt: closeAt };
  const panel = world([{ iid: "A", close: [10, 10, 8, 8, 8] }], [], { markets: [bars] });
  const strategy = (timeInForce: "ioc" | "gtc") =>
    events(
      (context, k) => {
        if (k === 0) context.submit("A", { type: "limit", shares: 1, limit: 9, timeInForce });
      },
      "XNYS",
      0,
    );
  // Decided as the second bar opens: it may join the close of that bar, and no bar after it.
  expect(go(panel, strategy("ioc")).fills.at.length).toBe(0);
  expect(Array.from(go(panel, strategy("gtc")).fills.at)).toEqual([openAt[2]]);
});

/** Five shares of A at the second strike, by a request of one's own. */
const ordering = (request: (fillAt: "same-bar-close") => OrderRequest) =>
  events((context, k) => {
    if (k === 1) context.submit("A", request("same-bar-close"));
  });
const five = { type: "market", shares: 5 } as const;

test("a same-bar close placed by an event strategy fills at the close it was decided on", () => {
  const panel = world([{ iid: "A", close: [10, 11, 12, 13, 14], open: flat(9) }]);
  const run = go(
    panel,
    ordering((fillAt) => ({ ...five, fillAt })),
    { fillAt: "same-bar-close" },
  );
  expect(Array.from(run.fills.price)).toEqual([11]);
  expect(Array.from(run.fills.at)).toEqual([NEW_YORK.decisionAt[1]]);
  expect(Array.from(run.navMinor)).toEqual([1e6, 1e6, 1e6 + 500, 1e6 + 1_000, 1e6 + 1_500]);
  expect(run.config.fillAt).toBe("same-bar-close");
});

test.each<[string, (fillAt: "same-bar-close") => OrderRequest]>([
  ["an order", (fillAt) => ({ ...five, fillAt })],
  ["a bracket's entry", (fillAt) => ({ type: "bracket", entry: { ...five, fillAt }, takeProfit: 20 })],
  [
    "one of two that cancel each other",
    (fillAt) => ({
      type: "one-cancels-other",
      orders: [
        { ...five, fillAt },
        { type: "limit", shares: 5, limit: 9 },
      ],
    }),
  ],
])(
  "a same-bar close placed by an event strategy is refused where the run does not say so: %s",
  (_, request) => {
    const panel = world([{ iid: "A", close: flat(10) }]);
    for (const fillAt of [undefined, "next-close"] as const) {
      const given = { ...config, ...(fillAt && { fillAt }) };
      const result = runBacktest({ panel, strategy: ordering(request), parameters: {}, config: given });
      expect(result).toMatchObject({
        ok: false,
        error: {
          code: "bad-argument",
          details: { fault: "unsafe-fill", strategy: "Test strategy", date: "2020-01-02", instrument: "A" },
        },
      });
    }
  },
);

test("a same-bar close waits for the close of a session under way, which a split may have opened", () => {
  const london = market("XLON", "USD", 8, 15);
  const names = [
    { iid: "A", close: [100, 100, 50, 50, 50] },
    { iid: "B", close: flat(1), more: { market: 1 } },
  ];
  const split = [{ instrument: 0, row: 2, kind: ACTION.split, ratio: 2 }];
  const panel = world(names, split, { markets: [NEW_YORK, london] });
  const strategy = callbackStrategy(
    (_, k): Record<string, number> => (k < 2 ? {} : { A: 1 }),
    "daily",
    "XLON",
  );
  const run = go(panel, strategy, { fillAt: "same-bar-close" });
  expect(run.fills.price[0]).toBe(50);
  expect(run.fills.at[0]).toBe(NEW_YORK.closeAt[2]);
  expect(Array.from(run.navMinor)).toEqual(flat(1_000_000));
});

test("a spin-off takes its part of the cost of each lot, so that a sale realises what it gained", () => {
  const panel = world(
    [
      { iid: "P", close: [10, 10, 100, 60, 60] },
      { iid: "S", close: [N, N, N, 40, 40] },
    ],
    [{ instrument: 0, row: 3, kind: ACTION.spinOff, ratio: 1, other: 1, costShare: 0.4 }],
  );
  const targets = [10, 20, 20, 10];
  const strategy = events((context, k) => void (k < 4 && context.targetShares("P", targets[k]!)));
  const { book } = unwrap(simulateBacktest({ panel, strategy, parameters: {}, config }));
  // Ten at $10 and ten at $100; the first ten, of $60 after it, are sold at $60.
  expect(-book.ledger.balance(0, ACCOUNT.realisedGains)).toBe(600_00 - 60_00);
});

test("two dividends on one ex-date are worth to the benchmark what they are to the account", () => {
  const dividend = { instrument: 0, row: 2, kind: ACTION.cashDividend };
  const panel = world(
    [{ iid: "A", close: [100, 100, 59, 59, 59] }],
    [
      { ...dividend, cash: 1 },
      { ...dividend, cash: 40 },
    ],
  );
  const run = go(
    panel,
    events((context, k) => void (k === 0 && context.targetShares("A", 100))),
  );
  expect(run.navMinor.at(-1)).toBe(run.navMinor[0]);
  expect(run.benchmark.at(-1)).toBeCloseTo(1, 12);
});

test("two spin-offs on one day together bring what the parent loses", () => {
  const parent = { iid: "A", close: [100, 100, N, N, N] };
  const spinOff = { instrument: 0, row: 2, kind: ACTION.spinOff, costShare: 0.3 };
  const panel = world(
    [parent, { iid: "B", close: flat(N) }, { iid: "C", close: flat(N) }],
    [
      { ...spinOff, other: 1 },
      { ...spinOff, other: 2 },
    ],
  );
  const buy = events((context, k) => {
    if (k === 0) context.submit("A", { type: "market", shares: 90 });
  });
  expect(Array.from(go(panel, buy).navMinor)).toEqual(flat(1_000_000));
});

test("a spin-off does not trigger a stop that lay below the price", () => {
  const panel = world(
    [
      { iid: "A", close: [100, 100, 70, 70, 59] },
      { iid: "B", close: [N, N, 30, 30, 30] },
    ],
    [{ instrument: 0, row: 2, kind: ACTION.spinOff, costShare: 0.3, other: 1 }],
  );
  const run = go(
    panel,
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares: 90 });
      if (k === 1) context.submit("A", { type: "stop", shares: -90, stop: 90, timeInForce: "gtc" });
      if (k === 2) expect(context.orders("A")[0]!.stop).toBe(60);
    }),
  );
  expect(Array.from(run.fills.price)).toEqual([100, 59]);
});

test("a sale at a locked limit does not unlock the session for a buy", () => {
  const seoul = market("XKRX", "KRW", 0, 6.5);
  const panel = world([{ iid: "A", close: [10_000, 10_000, 13_000, 13_000, 13_000] }], [], {
    markets: [seoul],
  });
  const run = go(
    panel,
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares: 90 });
      if (k !== 1) return;
      context.submit("A", { type: "market", shares: -50 });
      context.submit("A", { type: "market", shares: 10, fillAt: "next-close" });
    }, "XKRX"),
    { currency: "KRW" },
  );
  expect(Array.from(run.fills.shares)).toEqual([90, -50]);
});

test("a margin call sells whole lots, and the strategy is asked again afterwards", () => {
  const panel = world([{ iid: "A", close: [10, 10, 9.4, 9.4, 9.4], more: { lotSize: 100 } }]);
  let asked = 0;
  const strategy = events((context, k) => {
    asked = k + 1;
    if (k === 0) context.submit("A", { type: "market", shares: 1_900 });
  });
  const run = go(panel, strategy, { margin: { maintenancePercent: 50, initialPercent: 50 } });
  // $8,860 of $17,860 is less than half; 15 shares would do, but shares go in hundreds.
  expect(Array.from(run.fills.shares)).toEqual([1_900, -100]);
  expect(run.marginCalls).toBe(1);
  expect(run.grossExposure[2]).toBe(17_860 / 8_860);
  expect(asked).toBe(4);
});

test("a margin call needs no price: a name that has none for days is sold at the next one", () => {
  const panel = world([
    { iid: "A", close: [10, 10, N, N, 8] },
    { iid: "B", close: [10, 10, 1, 1, 1] },
  ]);
  const strategy = events((context, k) => {
    if (k > 0) return;
    context.submit("A", { type: "market", shares: 1_000 });
    context.submit("B", { type: "market", shares: 500 });
  });
  const run = go(panel, strategy, { margin: { maintenancePercent: 60, initialPercent: 70 } });
  expect(run.marginCalls).toBeGreaterThan(0);
  expect(run.fills.price).toContain(8);
});

test("orders wait while there is no rate into the run's currency, and nothing is worth NaN", () => {
  const knownAt = Float64Array.of(NEW_YORK.decisionAt[1]!);
  const panel = world([{ iid: "A", close: flat(10) }], [], {
    markets: [{ ...NEW_YORK, currency: "GBP" }],
    fx: [{ currency: "GBP", knownAt, usdPerUnit: Float64Array.of(1.25) }],
  });
  for (const foreignCash of ["convert", "hold"] as const) {
    const run = go(
      panel,
      events((context, k) => {
        if (k === 0) context.submit("A", { type: "market", shares: 10, timeInForce: "gtc" });
      }),
      { foreignCash },
    );
    expect(Array.from(run.fills.at)).toEqual([NEW_YORK.openAt[2]]);
    expect(Array.from(run.navMinor)).toEqual(flat(1_000_000));
  }
});

test("shares bought the day before they go ex earn a dividend that is paid after the end once, and count it", () => {
  const dividend = { instrument: 0, row: 2, kind: ACTION.cashDividend, cash: 1 };
  const plain = world([{ iid: "A", close: [10, 10, 9, 9, 9] }], [dividend]);
  const panel = { ...plain, actions: { ...plain.actions, payDate: Int32Array.of(FIRST_DATE + 90) } };
  const strategy = () =>
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares: 100 });
      if (k === 1) context.submit("A", { type: "market", shares: -100 });
    });
  const run = go(panel, strategy());
  expect(Array.from(run.fills.at)).toEqual([NEW_YORK.openAt[1], NEW_YORK.openAt[2]]);
  expect(Array.from(run.cashMinor)).toEqual([1e6, 1e6 - 100_000, 1e6, 1e6, 1e6]);
  expect(Array.from(run.navMinor)).toEqual(flat(1_000_000));
});

test("interest is of settled cash alone, and a loan costs the reference and its spread", () => {
  const panel = world([{ iid: "A", close: flat(10) }]);
  const costs = {
    ...costModels.none,
    financing: { borrowBps: 0, marginSpreadBps: 150, cashSpreadBps: 100, dayCount: 360 as const },
  };
  const run = go(
    panel,
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares: 2_000 });
    }),
    { costs, referenceRateBps: { USD: 3_500 }, settlementSessions: { XNYS: 2 } },
  );
  // $10,000 at 34 % over 360 is $9.44 a day while the purchase is unsettled; from the fourth day a loan of as much
  // at 36.5 % costs $10.14 a day: 944.44, 1,888.89, 1,888.89 − 1,013.89, and once more.
  expect(Array.from(run.navMinor, (nav) => nav - 1_000_000)).toEqual([0, 944, 1_889, 875, -139]);
});

test("a trade that settles on its day is cash at once, and earns interest from then on", () => {
  const panel = world([{ iid: "A", close: flat(10) }]);
  const buy = events((context, k) => {
    if (k === 0) context.submit("A", { type: "market", shares: 1_000 });
  });
  const own = { referenceRateBps: { USD: 3_600 }, costs: { ...costModels.none } };
  const once = go(panel, buy, { ...own, settlementSessions: { XNYS: 0 } });
  // Nothing is left in cash at the first strike after the fill.
  expect(Array.from(once.navMinor)).toEqual(flat(1_000_000));
  const later = go(panel, buy, { ...own, settlementSessions: { XNYS: 1 } });
  expect(later.navMinor[1]).toBeGreaterThan(1_000_000);
  expect(later.navMinor[2]).toBe(later.navMinor[1]);
});

test("shares in a name that is known to be gone are paid out at its last price", () => {
  const panel = world(
    [
      { iid: "A", close: [100, 100, 100, N, N], more: { delistedRow: 3, delistReturn: 0 } },
      { iid: "B", close: [20, 20, N, N, N], more: { delistedRow: 2, delistReturn: 0 } },
    ],
    [{ instrument: 0, row: 3, kind: ACTION.merger, ratio: 2, cash: 60, other: 1 }],
  );
  const run = go(
    panel,
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares: 50 });
    }),
  );
  // Two shares at 20 and 60 in cash are the 100 that it stood at.
  expect(Array.from(run.navMinor)).toEqual(flat(1_000_000));
  expect(run.cashMinor.at(-1)).toBe(1_000_000);
});

test("less than a lot, as a split may leave, cannot be sold and stays", () => {
  const panel = world(
    [{ iid: "A", close: [10, 10, 20, 20, 20], more: { lotSize: 100 } }],
    [{ instrument: 0, row: 2, kind: ACTION.split, ratio: 0.5 }],
  );
  const run = go(
    panel,
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares: 300 });
      if (k === 2) context.targetShares("A", 0);
      if (k === 4) expect(context.position("A")).toBe(50);
    }),
  );
  expect(Array.from(run.fills.shares)).toEqual([300, -100]);
});

test("a stop on a bar without an open fills at its worst price, for it may have begun beyond the stop", () => {
  const pricesOf = (side: 1 | -1, third: number, stop: number) => {
    const panel = world([
      { iid: "A", close: [100, 100, third, third, third], open: [100, 100, N, third, third] },
    ]);
    const high = Float64Array.of(100, 100, third + 15, third, third);
    const low = Float64Array.of(100, 100, third - 5, third, third);
    const strategy = events((context, k) => {
      if (k === 1) context.submit("A", { type: "stop", shares: 50 * side, stop, timeInForce: "gtc" });
    });
    return Array.from(go({ ...panel, columns: { ...panel.columns, high, low } }, strategy).fills.price);
  };
  expect(pricesOf(-1, 65, 95)).toEqual([60]);
  expect(pricesOf(1, 130, 110)).toEqual([145]);
});

test("what a spin-off brought is held and can be sold, though it was never a member", () => {
  const panel = world(
    [
      { iid: "P", close: [100, 100, 60, 60, 60] },
      { iid: "S", close: [N, N, 40, 30, 20] },
    ],
    [{ instrument: 0, row: 2, kind: ACTION.spinOff, ratio: 1, other: 1, costShare: 0.4 }],
  );
  panel.members.fill(0, 5, 10);
  const held: number[] = [];
  const strategy = events((context, k) => {
    if (k === 0) context.targetShares("P", 10);
    if (held.length === k) held.push(context.position("S"));
    if (k === 2) context.targetShares("S", 0);
  });
  expect(Array.from(go(panel, strategy).fills.price)).toEqual([100, 30]);
  expect(held).toEqual([0, 0, 10, 0, 0]);
  // Before it was brought it is like a name never heard of.
  const early = events((context, k) => {
    if (k === 1) context.targetShares("S", 1);
  });
  const refused = runBacktest({ panel, strategy: early, parameters: {}, config });
  expect(refused).toMatchObject({ ok: false, error: { code: "unknown-instrument" } });
});
