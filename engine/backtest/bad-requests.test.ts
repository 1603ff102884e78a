import { describe, expect, test } from "vitest";
import type { OrderRequest } from "../contract/orders.ts";
import type { EngineErrorCode } from "../contract/result.ts";
import type { Factor } from "../expression/factor.ts";
import type { BarContext, Strategy } from "../strategy/strategy.ts";
import type { Signal } from "../strategy/weight-rule.ts";
import { FIRST_DATE } from "../testing/world.ts";
import { nothingFills, simulate, soundRun } from "./testing/sound-run.ts";
import { expressing, ordering, soundWorld, weighing } from "./testing/sound-world.ts";

const N = Number.NaN;
const I = Number.POSITIVE_INFINITY;
const WAY_OUT = [N, I, -I];

describe.each<[string, (weights: object) => Strategy]>([
  ["a rebalance callback", (weights) => weighing(() => weights as never)],
  ["an event strategy", (weights) => ordering((bar) => bar.targetWeights(weights as never))],
])("weights of %s", (_, make) => {
  test.each<[string, object, string]>([
    ["that is missing", { A: N }, "A"],
    ["without end", { B: I }, "B"],
    ["without end below 0", { A: -I }, "A"],
    ["that is a text", { A: "0.5" }, "A"],
    ["that is undefined", { A: undefined }, "A"],
    ["of a thousand million", { A: 1e9 }, "A"],
    ["that sum to a thousand million", { A: 4e8, B: 6e8 }, "B"],
    ["above the most", { A: 5, B: -6 }, "B"],
    ["whose sum has no end", { A: 1.7e308, B: 1.7e308 }, "A"],
    ["of a name that is not there", { nobody: 0.5 }, "nobody"],
    ["by place", [0.5], "0"],
  ])("a weight %s is refused with strategy, date and instrument", (_name, weights, instrument) => {
    const details = { strategy: "Test strategy", date: "2020-01-01", instrument };
    expect(simulate(soundWorld(), make(weights))).toMatchObject({
      ok: false,
      error: { code: "bad-weights", details },
    });
  });
});

test.each([null, undefined, 3, "A"])("weights of a callback that are %s are refused", (weights) => {
  const result = simulate(
    soundWorld(),
    weighing(() => weights as never),
  );
  expect(result).toMatchObject({ ok: false, error: { code: "bad-argument" } });
  expect(!result.ok && result.error.message).toContain("must return an object of weights");
});

test.each<[string, (close: Factor) => Factor]>([
  ["without end", (close) => close.times(1e308).times(1e308)],
  ["without end on both sides", (close) => close.minus(20).times(1e308).times(1e308)],
  ["divided by 0", (close) => close.div(0)],
  ["that have no logarithm", (close) => close.neg().log()],
  ["raised without end", (close) => close.power(900).exp()],
  ["that are all 0", (close) => close.times(0)],
])("an expression over values %s gives a run of numbers alone, or is refused", (_, change) => {
  const rules = [
    (signal: Signal) => signal.top(50).equal(),
    (signal: Signal) => signal.all().proportional(),
    (signal: Signal) => signal.all().rankProportional(),
    (signal: Signal) => signal.longShort(50).equal(),
    (signal: Signal) => signal.all().inverseVolatility({ window: 2 }),
    (signal: Signal) => signal.all().meanVariance({ window: 2 }),
    (signal: Signal) => signal.all().riskParity({ window: 2 }),
  ];
  for (const weigh of rules) {
    const strategy = expressing((field) => change(field.close!), weigh);
    const result = simulate(soundWorld(), strategy);
    // Two days of two names may have no risk to split, which has an error of its own.
    if (result.ok) soundRun(soundWorld(), strategy);
    else expect(result.error.details?.reason).toMatch(/^(singular-covariance|not-converged)$/);
  }
});

const five = { shares: 5 } as const;
test.each<[string, OrderRequest, string]>([
  ...[0, 0.5, ...WAY_OUT].map((shares): [string, OrderRequest, string] => [
    `${shares} shares`,
    { type: "market", shares },
    "bad-shares",
  ]),
  ...[0, -1, ...WAY_OUT].flatMap((price): [string, OrderRequest, string][] => [
    [`a limit of ${price}`, { type: "limit", ...five, limit: price }, "bad-price"],
    [`a stop of ${price}`, { type: "stop", ...five, stop: price }, "bad-price"],
    [`a stop-limit of ${price}`, { type: "stop-limit", ...five, stop: 9, limit: price }, "bad-price"],
    [`an opening limit of ${price}`, { type: "on-open", ...five, limit: price }, "bad-price"],
    [`a closing limit of ${price}`, { type: "on-close", ...five, limit: price }, "bad-price"],
    [
      `a profit at ${price}`,
      { type: "bracket", entry: { type: "market", ...five }, takeProfit: price },
      "bad-price",
    ],
    [
      `a loss at ${price}`,
      { type: "bracket", entry: { type: "market", ...five }, stopLoss: price },
      "bad-price",
    ],
    [`a trail of ${price}`, { type: "trailing-stop", ...five, trail: { amount: price } }, "bad-trail"],
    [
      `a trail of ${price} of the price`,
      { type: "trailing-stop", ...five, trail: { fraction: price } },
      "bad-trail",
    ],
  ]),
  ["good till nothing", { type: "market", ...five, timeInForce: { until: N } }, "bad-time-in-force"],
  [
    "good till a year ago",
    { type: "market", ...five, timeInForce: { until: FIRST_DATE - 365 } },
    "bad-time-in-force",
  ],
  ["a policy that is none", { type: "market", ...five, fillAt: "yesterday" as never }, "bad-time-in-force"],
  ["a type that is none", { type: "wish" as never, ...five }, "bad-group"],
  ["a group of one", { type: "one-cancels-other", orders: [{ type: "market", ...five }] }, "bad-group"],
  ["a bracket without exits", { type: "bracket", entry: { type: "market", ...five } }, "bad-group"],
])("an order for %s is refused with its fault: %o", (_, request, fault) => {
  const strategy = ordering((bar) => bar.submit("A", request));
  expect(simulate(soundWorld(), strategy)).toMatchObject({
    ok: false,
    error: { code: "bad-argument", details: { fault } },
  });
});

test.each<[string, EngineErrorCode, (bar: BarContext) => void]>([
  [
    "shares that no money pays for",
    "amount-too-large",
    (bar) => bar.submit("A", { type: "market", shares: 1e15 }),
  ],
  ["shares beyond counting", "bad-argument", (bar) => bar.submit("A", { type: "market", shares: 1e300 })],
  ["a target of half a share", "bad-argument", (bar) => bar.targetShares("A", 0.5)],
  ["a target that is missing", "bad-argument", (bar) => bar.targetShares("A", N)],
  ["a target without end", "bad-argument", (bar) => bar.targetShares("A", I)],
  ["a percentage that is missing", "bad-argument", (bar) => bar.targetPercent("A", N)],
  ["a percentage without end", "bad-argument", (bar) => bar.targetPercent("A", I)],
  ["a percentage beyond all money", "bad-argument", (bar) => bar.targetPercent("A", 1e300)],
  [
    "a name that is not there",
    "unknown-instrument",
    (bar) => bar.submit("nobody", { type: "market", shares: 1 }),
  ],
  ["a target for a name that is not there", "unknown-instrument", (bar) => bar.targetShares("nobody", 1)],
  [
    "a percentage for a name that is not there",
    "unknown-instrument",
    (bar) => bar.targetPercent("nobody", 1),
  ],
  ["a change of an order that is not there", "bad-argument", (bar) => bar.amend(77, { limit: 9 })],
  [
    "a change of shares that are missing",
    "bad-argument",
    (bar) => bar.amend(bar.submit("A", { type: "limit", ...five, limit: 9 }), { shares: N }),
  ],
  [
    "a change to a price without end",
    "bad-argument",
    (bar) => bar.amend(bar.submit("A", { type: "limit", ...five, limit: 9 }), { limit: I }),
  ],
  ["no order at all", "strategy-failed", (bar) => bar.submit("A", undefined as never)],
  [
    "something to remember that is no data",
    "bad-argument",
    (bar) => Object.assign(bar.state, { call: () => 1 }),
  ],
])("an event strategy that asks for %s fails with %s", (_, code, onBar) => {
  const result = simulate(soundWorld(), ordering(onBar));
  expect(result).toMatchObject({ ok: false, error: { code } });
});

test("asking of a name that is not there finds nothing, and nothing of it comes into the run", () => {
  const run = soundRun(
    soundWorld(),
    ordering((bar) => {
      expect(bar.value("nobody", "close")).toBeNaN();
      expect(bar.position("nobody")).toBe(0);
      expect(bar.orders("nobody")).toEqual([]);
      expect(bar.history("nobody", "close", 2).every(Number.isNaN)).toBe(true);
      expect(bar.cancel(77)).toBe(false);
    }),
  );
  nothingFills(run);
});
