import { expect, test } from "vitest";
import type { OrderRequest } from "../contract/orders.ts";
import { PLAY_AFTER_CLOSE, PLAY_CLOSING, PLAY_INTRABAR, PLAY_OPENING } from "./match-session.ts";
import { AFTER_CLOSE, CLOSING, INTRABAR, isUnsafeFillPolicy, momentOf, OPENING } from "./order-codes.ts";
import { barOf, Desk } from "./testing/desk.ts";

type Prices = readonly [number, number, number, number];
const N = Number.NaN;

/** Request, bar (open, high, low, close), price it fills at (null: it does not), phase. */
const singles: [string, OrderRequest, Prices, number | null, number?][] = [
  ["a market order at the open", { type: "market", shares: 5 }, [10, 12, 9, 11], 10, OPENING],
  ["at the close", { type: "market", shares: 5, fillAt: "next-close" }, [10, 12, 9, 11], 11, CLOSING],
  [
    "in the closing auction",
    { type: "market", shares: -5, fillAt: "closing-auction" },
    [10, 12, 9, 11],
    11,
    CLOSING,
  ],
  ["a buy limit at the limit", { type: "limit", shares: 5, limit: 9.5 }, [10, 12, 9, 11], 9.5, INTRABAR],
  ["a buy limit at a lower open", { type: "limit", shares: 5, limit: 10.5 }, [10, 12, 9, 11], 10, OPENING],
  ["a buy limit that is only touched", { type: "limit", shares: 5, limit: 9 }, [10, 12, 9, 11], 9, INTRABAR],
  ["a buy limit below the low never", { type: "limit", shares: 5, limit: 8.9 }, [10, 12, 9, 11], null],
  ["a sell limit at the limit", { type: "limit", shares: -5, limit: 11.5 }, [10, 12, 9, 11], 11.5, INTRABAR],
  ["a sell limit at a higher open", { type: "limit", shares: -5, limit: 9.5 }, [10, 12, 9, 11], 10, OPENING],
  ["a sell stop at the stop", { type: "stop", shares: -5, stop: 9.5 }, [10, 12, 9, 11], 9.5, INTRABAR],
  [
    "a sell stop at the open after a gap",
    { type: "stop", shares: -5, stop: 10.5 },
    [10, 12, 9, 11],
    10,
    OPENING,
  ],
  ["a buy stop at the stop", { type: "stop", shares: 5, stop: 11.5 }, [10, 12, 9, 11], 11.5, INTRABAR],
  [
    "a buy stop at the open after a gap",
    { type: "stop", shares: 5, stop: 9.9 },
    [10, 12, 9, 11],
    10,
    OPENING,
  ],
  ["a buy stop above the high never", { type: "stop", shares: 5, stop: 12.1 }, [10, 12, 9, 11], null],
  [
    "a buy stop-limit whose limit lies above its stop at the stop",
    { type: "stop-limit", shares: 5, stop: 11.5, limit: 11.8 },
    [10, 12, 9, 11],
    11.5,
    INTRABAR,
  ],
  [
    "a buy stop-limit at its limit when the close proves that the price came back",
    { type: "stop-limit", shares: 5, stop: 11.5, limit: 11.2 },
    [10, 12, 9, 11],
    11.2,
    INTRABAR,
  ],
  [
    "a buy stop-limit never when the low may have come before the trigger",
    { type: "stop-limit", shares: 5, stop: 11.5, limit: 10.5 },
    [10, 12, 9, 11],
    null,
  ],
  [
    "a sell stop-limit jumped over by the open at its limit when the bar comes back to it",
    { type: "stop-limit", shares: -5, stop: 10.5, limit: 11 },
    [10, 12, 9, 10],
    11,
    INTRABAR,
  ],
  ["on open at the open", { type: "on-open", shares: 5 }, [10, 12, 9, 11], 10, OPENING],
  [
    "on open with a limit the open misses never",
    { type: "on-open", shares: 5, limit: 9.9 },
    [10, 12, 9, 11],
    null,
  ],
  ["on close at the close", { type: "on-close", shares: 5 }, [10, 12, 9, 11], 11, CLOSING],
  ["on close with a limit", { type: "on-close", shares: -5, limit: 11 }, [10, 12, 9, 11], 11, CLOSING],
  ["a missing open holds no opening auction", { type: "market", shares: 5 }, [N, 12, 9, 11], null],
  [
    "without an open a limit at the limit",
    { type: "limit", shares: 5, limit: 10 },
    [N, 12, 9, 11],
    10,
    INTRABAR,
  ],
  [
    "without an open a limit above the bar at the high",
    { type: "limit", shares: 5, limit: 13 },
    [N, 12, 9, 11],
    12,
    INTRABAR,
  ],
  [
    "without high and low the open and close are the bar",
    { type: "limit", shares: 5, limit: 10.2 },
    [10, N, N, 11],
    10,
    OPENING,
  ],
  ["a bar whose open lies outside fills nothing", { type: "market", shares: 5 }, [13, 12, 9, 11], null],
  ["a bar with a price of 0 fills nothing", { type: "market", shares: 5 }, [10, 12, 0, 11], null],
];

test.each(singles)("%s", (_, request, prices, price, phase) => {
  const desk = new Desk();
  const id = desk.submit(request);
  const fills = desk.play(barOf(prices));
  const shares = "shares" in request ? request.shares : 0;
  expect(fills).toEqual(price === null ? [] : [{ id, instrument: 0, shares, price, phase }]);
});

test("a market order for the volume-weighted price takes it, and waits where there is none", () => {
  const desk = new Desk();
  desk.submit({ type: "market", shares: 7, fillAt: "next-vwap", timeInForce: "gtc" });
  expect(desk.play(barOf([10, 12, 9, 11]))).toEqual([]);
  expect(desk.play(barOf([10, 12, 9, 11], { vwap: 10.4 }))).toMatchObject([{ price: 10.4, shares: 7 }]);
});

test("a same-bar close fills at the close it was decided on, and is the one unsafe policy", () => {
  const desk = new Desk();
  const bar = barOf([10, 12, 9, 11], { date: 0 });
  desk.play(bar);
  const activeFrom = momentOf(0, AFTER_CLOSE);
  desk.book.submit(
    0,
    { type: "market", shares: 3, fillAt: "same-bar-close" },
    { today: 0, activeFrom, price: 11 },
  );
  desk.book.submit(
    0,
    { type: "market", shares: 4, fillAt: "next-close" },
    { today: 0, activeFrom, price: 11 },
  );
  desk.matcher.match(0, 0, bar, PLAY_AFTER_CLOSE);
  expect(desk.takeFills()).toMatchObject([{ shares: 3, price: 11, phase: AFTER_CLOSE }]);
  expect(isUnsafeFillPolicy("same-bar-close")).toBe(true);
  expect(isUnsafeFillPolicy("closing-auction")).toBe(false);
});

test("an order placed before the close joins that day's closing auction, and nothing earlier", () => {
  const desk = new Desk();
  desk.session = 0;
  const bar = barOf([10, 12, 9, 11], { date: 0 });
  desk.matcher.match(0, 0, bar, PLAY_OPENING | PLAY_INTRABAR);
  const at = { today: 0, activeFrom: momentOf(0, CLOSING), price: 10 };
  desk.book.submit(0, { type: "market", shares: 5, fillAt: "closing-auction" }, at);
  desk.book.submit(0, { type: "limit", shares: 5, limit: 9.5, timeInForce: "gtc" }, at);
  desk.matcher.match(0, 0, bar, PLAY_CLOSING);
  expect(desk.takeFills()).toMatchObject([{ shares: 5, price: 11, phase: CLOSING }]);
  expect(desk.book.openOrders(0)).toHaveLength(1);
});

test("all orders of an instrument share one volume cap, in the order in which they are taken", () => {
  const desk = new Desk(1, 0.1);
  desk.submit({ type: "market", shares: 60, timeInForce: "gtc" });
  desk.submit({ type: "market", shares: -50, timeInForce: "gtc" });
  desk.submit({ type: "limit", shares: 50, limit: 20, timeInForce: "gtc" });
  const small = barOf([10, 12, 9, 11], { volume: 1_000 });
  expect(desk.play(small).map((fill) => fill.shares)).toEqual([60, -40]);
  expect(desk.play(small).map((fill) => fill.shares)).toEqual([-10, 50]);
});

test("stops are taken before the others, whatever their turn, in an auction and inside the bar", () => {
  for (const [limit, stop] of [
    [20, 9.5],
    [9.5, 11],
  ] as const) {
    const desk = new Desk(1, 0.1);
    desk.submit({ type: "limit", shares: 100, limit });
    desk.submit({ type: "stop", shares: 70, stop });
    const fills = desk.play(barOf([10, 12, 9, 11], { volume: 1_000 }));
    expect(fills.map(({ id, shares }) => [id, shares])).toEqual([
      [2, 70],
      [1, 30],
    ]);
  }
});

test("the cap is shared between the calls that play one session", () => {
  const desk = new Desk(1, 0.1);
  desk.submit({ type: "market", shares: 80 });
  desk.submit({ type: "on-close", shares: 80 });
  const bar = barOf([10, 12, 9, 11], { volume: 1_000, date: 0 });
  desk.matcher.match(0, 0, bar, PLAY_OPENING);
  desk.resume();
  desk.matcher.match(0, 0, bar, PLAY_CLOSING);
  expect(desk.takeFills().map((fill) => fill.shares)).toEqual([80, 20]);
});

test("fills are whole lots", () => {
  const desk = new Desk(1, 0.1);
  desk.submit({ type: "market", shares: 1_000, timeInForce: "gtc" });
  expect(desk.play(barOf([10, 12, 9, 11], { volume: 5_555, lot: 100 }))).toMatchObject([{ shares: 500 }]);
});

test.each([
  ["in a halt", { isHalted: true }, 0],
  ["with volume 0", { volume: 0 }, 0],
  ["with a missing volume under a cap", { volume: N }, 0],
])("nothing fills %s", (_, rest, count) => {
  const desk = new Desk(1, 0.5);
  desk.submit({ type: "market", shares: 5 });
  expect(desk.play(barOf([10, 12, 9, 11], rest))).toHaveLength(count);
});

test("nothing fills with volume 0, cap or no cap", () => {
  const desk = new Desk();
  desk.submit({ type: "market", shares: 5 });
  expect(desk.play(barOf([10, 12, 9, 11], { volume: 0 }))).toEqual([]);
});

test("a missing volume fills where there is no cap", () => {
  const desk = new Desk();
  desk.submit({ type: "market", shares: 5 });
  expect(desk.play(barOf([10, 12, 9, 11], { volume: N }))).toHaveLength(1);
});

test("at a locked upper limit nobody sells, so a buy waits and a sell fills; at the lower one the reverse", () => {
  for (const [price, sold] of [
    [13_000, -5],
    [7_000, 5],
  ] as const) {
    const desk = new Desk();
    desk.submit({ type: "market", shares: 5, timeInForce: "gtc" });
    desk.submit({ type: "market", shares: -5, timeInForce: "gtc" });
    const locked = barOf([price, price, price, price], { previousClose: 10_000, priceLimit: 0.3 });
    expect(desk.play(locked).map((fill) => fill.shares)).toEqual([sold]);
    const traded = barOf([price, 13_000, 7_000, price], { previousClose: 10_000, priceLimit: 0.3 });
    expect(desk.play(traded).map((fill) => fill.shares)).toEqual([-sold]);
  }
});

test("a stop triggered where nothing can be bought is a market order from the next session on", () => {
  const desk = new Desk();
  desk.submit({ type: "stop", shares: 5, stop: 12, timeInForce: "gtc" });
  expect(desk.play(barOf([13, 13, 13, 13], { previousClose: 10, priceLimit: 0.3 }))).toEqual([]);
  expect(desk.play(barOf([9, 9.5, 8, 9]))).toMatchObject([{ price: 9, phase: OPENING }]);
});

test("a stop and a target in one bar: the stop fills, the target goes, the bar counts as ambiguous", () => {
  const desk = new Desk();
  desk.submit({
    type: "one-cancels-other",
    orders: [
      { type: "limit", shares: -5, limit: 11 },
      { type: "stop", shares: -5, stop: 9.5 },
    ],
  });
  expect(desk.play(barOf([10, 12, 9, 11]))).toEqual([
    { id: 2, instrument: 0, shares: -5, price: 9.5, phase: INTRABAR },
  ]);
  expect(desk.book.ambiguousBars).toBe(1);
  expect(desk.book.hasOrders(0)).toBe(false);
  expect([desk.book.ended.reasonAt(0), desk.book.ended.reasonAt(1)]).toEqual(["group", "filled"]);
});

test("a bracket's exits wait for the entry; a fill at the open makes them live in the same bar", () => {
  const desk = new Desk();
  desk.submit({
    type: "bracket",
    entry: { type: "limit", shares: 5, limit: 9.2, timeInForce: "gtc" },
    takeProfit: 11,
    stopLoss: 8,
  });
  expect(desk.play(barOf([10, 12, 9.5, 11]))).toEqual([]);
  expect(desk.play(barOf([9, 12, 8.5, 10]))).toMatchObject([
    { id: 1, shares: 5, price: 9, phase: OPENING },
    { id: 2, shares: -5, price: 11, phase: INTRABAR },
  ]);
  expect(desk.book.hasOrders(0)).toBe(false);
  expect(desk.book.ambiguousBars).toBe(0);
});

test("after an entry inside the bar the stop counts as reached later, the target only if the close proves it", () => {
  const bracket: OrderRequest = {
    type: "bracket",
    entry: { type: "limit", shares: 5, limit: 9.5 },
    takeProfit: 11.5,
    stopLoss: 9.2,
  };
  const stopped = new Desk();
  stopped.submit(bracket);
  expect(stopped.play(barOf([10, 12, 9, 11]))).toMatchObject([
    { price: 9.5 },
    { id: 3, shares: -5, price: 9.2 },
  ]);
  expect(stopped.book.ambiguousBars).toBe(1);
  const waits = new Desk();
  waits.submit(bracket);
  expect(waits.play(barOf([10, 12, 9.3, 11]))).toMatchObject([{ id: 1 }]);
  expect(waits.book.ambiguousBars).toBe(1);
  const proven = new Desk();
  proven.submit(bracket);
  expect(proven.play(barOf([10, 12, 9.3, 11.7]))).toMatchObject([{ id: 1 }, { id: 2, price: 11.5 }]);
  expect(proven.book.ambiguousBars).toBe(0);
});

test("an exit that fills in part takes its shares off the other, which rests for that bar", () => {
  const desk = new Desk(1, 0.1);
  desk.submit({ type: "bracket", entry: { type: "market", shares: 100 }, takeProfit: 11, stopLoss: 9 });
  desk.play(barOf([10, 10.5, 9.5, 10], { volume: 1_000 }));
  expect(desk.play(barOf([10, 11.2, 8, 8], { volume: 600 }))).toMatchObject([
    { id: 3, shares: -60, price: 9 },
  ]);
  expect(desk.book.openOrders(0).map((order) => [order.id, order.shares])).toEqual([
    [2, -40],
    [3, -40],
  ]);
  // The stop has been triggered, so its rest goes at the open.
  expect(desk.play(barOf([8.2, 11.2, 8, 8], { volume: 600 }))).toMatchObject([
    { id: 3, shares: -40, price: 8.2 },
  ]);
  expect(desk.book.hasOrders(0)).toBe(false);
});

test("an exit for what the entry has filled ends the bracket with the rest of the entry", () => {
  const desk = new Desk(1, 0.1);
  desk.submit({
    type: "bracket",
    entry: { type: "market", shares: 100, timeInForce: "gtc" },
    takeProfit: 11,
  });
  expect(desk.play(barOf([10, 10.5, 9.5, 10], { volume: 400 }))).toMatchObject([{ id: 1, shares: 40 }]);
  expect(desk.play(barOf([11.5, 12, 11, 11.5], { volume: 400, high: 12 })).map((f) => f.shares)).toEqual([
    40,
  ]);
  expect(desk.play(barOf([N, 12, 11, 11.5], { volume: 2_000 }))).toMatchObject([{ id: 2, shares: -80 }]);
  expect(desk.book.hasOrders(0)).toBe(false);
});

test("a trailing stop follows the high of the bars before, never the bar's own", () => {
  const desk = new Desk();
  desk.submit({ type: "trailing-stop", shares: -5, trail: { amount: 1 }, timeInForce: "gtc" }, 0, 10);
  expect(desk.play(barOf([10, 12, 9.5, 11.5]))).toEqual([]);
  expect(desk.book.openOrders(0)[0]!.stop).toBe(11);
  expect(desk.book.ambiguousBars).toBe(1);
  expect(desk.play(barOf([11.5, 11.8, 10.9, 11.2]))).toMatchObject([{ price: 11 }]);
});

test("a trailing stop that the close lies beyond was reached for certain, and fills at the close", () => {
  const desk = new Desk();
  desk.submit({ type: "trailing-stop", shares: -5, trail: { fraction: 0.1 }, timeInForce: "gtc" }, 0, 10);
  expect(desk.play(barOf([10, 12, 9.5, 10.5]))).toMatchObject([{ price: 10.5, phase: CLOSING }]);
});

test("an immediate-or-cancel limit has the opening auction and nothing else", () => {
  const desk = new Desk();
  desk.submit({ type: "limit", shares: 5, limit: 9.5, timeInForce: "ioc" });
  desk.submit({ type: "limit", shares: 5, limit: 10.5, timeInForce: "ioc" });
  expect(desk.play(barOf([10, 12, 9, 11]))).toMatchObject([{ id: 2, price: 10 }]);
  expect(desk.book.hasOrders(0)).toBe(false);
});

test("limits and stops go to a tick on the side that is worse for the strategy", () => {
  const ticks = { from: Float64Array.of(0), tick: Float64Array.of(0.5), perUnit: Float64Array.of(2) };
  const desk = new Desk();
  desk.submit({ type: "limit", shares: 5, limit: 9.7 });
  desk.submit({ type: "limit", shares: -5, limit: 11.2 });
  desk.submit({ type: "stop", shares: 5, stop: 11.7 });
  desk.submit({ type: "stop", shares: -5, stop: 9.3 });
  const fills = desk.play(barOf([10, 12, 9, 11], { ticks }));
  expect(fills.map((fill) => [fill.id, fill.price])).toEqual([
    [3, 12],
    [4, 9],
    [1, 9.5],
    [2, 11.5],
  ]);
});

test("a good-till order does not fill after its date, even when that was a holiday", () => {
  const desk = new Desk();
  desk.submit({ type: "limit", shares: 5, limit: 9, timeInForce: { until: 1 } });
  desk.play(barOf([10, 12, 9.5, 11]));
  desk.matcher.match(0, 5, barOf([8, 9, 7, 8], { date: 2 }), 7);
  expect(desk.takeFills()).toEqual([]);
});

test("a volume cap of 0 or less is refused", () => {
  expect(() => new Desk(1, 0)).toThrow("volume cap must be above 0");
});
