import fc from "fast-check";
import { expect, test } from "vitest";
import { ArgumentError } from "../argument-error.ts";
import type { LimitOrder, OrderFault, OrderRequest } from "../contract/orders.ts";
import { reduceOrders, splitOrders } from "./adjust-orders.ts";
import { momentOf, OPENING } from "./order-codes.ts";
import { snapshotOrders } from "./order-snapshot.ts";
import { barOf, Desk } from "./testing/desk.ts";

const N = Number.NaN;
const limit = (shares: number, at: number): LimitOrder => ({
  type: "limit",
  shares,
  limit: at,
  timeInForce: "gtc",
});

const faults: [string, unknown, OrderFault][] = [
  ["no shares", { type: "market", shares: 0 }, "bad-shares"],
  ["a part of a share", { type: "market", shares: 1.5 }, "bad-shares"],
  ["shares that are missing", { type: "market", shares: N }, "bad-shares"],
  ["more shares than can be counted", { type: "market", shares: 2 ** 53 }, "bad-shares"],
  ["a negative limit", { type: "limit", shares: 1, limit: -1 }, "bad-price"],
  ["a limit of 0", { type: "limit", shares: 1, limit: 0 }, "bad-price"],
  ["a missing limit", { type: "limit", shares: 1, limit: N }, "bad-price"],
  ["an endless stop", { type: "stop", shares: 1, stop: Number.POSITIVE_INFINITY }, "bad-price"],
  ["a stop-limit without a stop", { type: "stop-limit", shares: 1, limit: 1 }, "bad-price"],
  ["an on-close order with a limit of 0", { type: "on-close", shares: 1, limit: 0 }, "bad-price"],
  ["a trail of 0", { type: "trailing-stop", shares: 1, trail: { amount: 0 } }, "bad-trail"],
  ["a trail of the whole price", { type: "trailing-stop", shares: 1, trail: { fraction: 1 } }, "bad-trail"],
  ["a date in the past", { type: "market", shares: 1, timeInForce: { until: 9 } }, "bad-time-in-force"],
  ["half a date", { type: "market", shares: 1, timeInForce: { until: 10.5 } }, "bad-time-in-force"],
  ["an unknown time in force", { type: "market", shares: 1, timeInForce: "soon" }, "bad-time-in-force"],
  ["a stop at once or never", { type: "stop", shares: 1, stop: 1, timeInForce: "ioc" }, "bad-time-in-force"],
  ["an unknown fill policy", { type: "market", shares: 1, fillAt: "best" }, "bad-time-in-force"],
  ["an unknown type", { type: "iceberg", shares: 1 }, "bad-group"],
  ["a group of one", { type: "one-cancels-other", orders: [limit(1, 1)] }, "bad-group"],
  [
    "a group with a bad order",
    { type: "one-cancels-other", orders: [limit(1, 1), limit(0, 1)] },
    "bad-shares",
  ],
  ["a bracket without exits", { type: "bracket", entry: limit(1, 10) }, "bad-group"],
  [
    "a long bracket with its profit below",
    { type: "bracket", entry: limit(1, 10), takeProfit: 9 },
    "bad-group",
  ],
  [
    "a short bracket with its loss below",
    { type: "bracket", entry: limit(-1, 10), stopLoss: 9 },
    "bad-group",
  ],
  [
    "a bracket whose exits are crossed",
    { type: "bracket", entry: { type: "market", shares: 1 }, takeProfit: 9, stopLoss: 10 },
    "bad-group",
  ],
  [
    "a bracket whose exits are at once or never",
    { type: "bracket", entry: limit(1, 10), takeProfit: 11, exitTimeInForce: "ioc" },
    "bad-time-in-force",
  ],
];

test.each(faults)("%s is refused by name, and leaves the book as it was", (_, request, fault) => {
  const { book } = new Desk();
  const before = snapshotOrders(book);
  const submit = () =>
    book.submit(0, request as OrderRequest, { today: 10, activeFrom: momentOf(11, OPENING), price: N });
  expect(submit).toThrow(ArgumentError);
  expect(submit).toThrow(expect.objectContaining({ details: { fault } }));
  expect(snapshotOrders(book)).toEqual(before);
});

test("ids count up in order of submission, through groups and instruments, and never come back", () => {
  const desk = new Desk(2);
  expect(desk.submit(limit(1, 10))).toBe(1);
  expect(desk.submit({ type: "bracket", entry: limit(1, 10), takeProfit: 11, stopLoss: 9 }, 1)).toBe(2);
  expect(desk.submit({ type: "one-cancels-other", orders: [limit(1, 10), limit(2, 9)] })).toBe(5);
  expect(desk.book.cancel(6)).toBe(true);
  expect(desk.book.cancel(6)).toBe(false);
  expect(desk.submit(limit(1, 10), 1)).toBe(7);
  expect(desk.book.submitMarket(0, -3, "next-close", "gtc", 0)).toBe(8);
  expect(desk.book.openOrders(0).map((order) => order.id)).toEqual([1, 5, 8]);
  expect(desk.book.openOrders(1).map((order) => order.id)).toEqual([2, 3, 4, 7]);
  expect(() => desk.book.submitMarket(0, 0, "next-open", "day", 0)).toThrow("shares must be a whole number");
});

test("an order is amended in its place, and not into something else", () => {
  const desk = new Desk();
  const id = desk.submit(limit(5, 9));
  desk.book.amend(id, { shares: 7, limit: 9.5 }, 0);
  expect(desk.book.openOrders(0)[0]).toMatchObject({ id, shares: 7, limit: 9.5 });
  expect(() => desk.book.amend(id, { shares: -7 }, 0)).toThrow("keep its side");
  expect(() => desk.book.amend(id, { shares: 8, stop: 9 }, 0)).toThrow("no stop to amend");
  expect(() => desk.book.amend(id, { limit: N }, 0)).toThrow("limit must be a price above 0, was NaN");
  expect(() => desk.book.amend(99, { shares: 1 }, 0)).toThrow("order 99 is not open");
  expect(desk.book.openOrders(0)[0]).toMatchObject({ id, shares: 7, limit: 9.5 });
  expect(desk.play(barOf([10, 12, 9.4, 11]))).toMatchObject([{ id, shares: 7, price: 9.5 }]);
});

test("day orders end with their session, dated ones with their date, the others stay", () => {
  const desk = new Desk();
  const low = { type: "limit", shares: 1, limit: 1 } as const;
  desk.submit({ ...low });
  desk.submit({ ...low, timeInForce: "ioc" });
  desk.submit({ ...low, timeInForce: "gtc" });
  desk.submit({ ...low, timeInForce: { until: 1 } });
  desk.submit({ type: "on-close", shares: 1, limit: 1 });
  const open = () => desk.book.openOrders(0).map((order) => order.id);
  desk.book.expire(0, -1, -1, true);
  expect(open()).toEqual([1, 2, 3, 4, 5]);
  desk.play(barOf([10, 12, 9, 11], { isHalted: true }));
  expect(open()).toEqual([3, 4]);
  desk.play(barOf([10, 12, 9, 11]));
  expect(open()).toEqual([3]);
  const { ended } = desk.book;
  expect(Array.from({ length: ended.count }, (_, k) => [ended.id[k], ended.reasonAt(k)])).toEqual([
    [1, "expired"],
    [2, "expired"],
    [5, "expired"],
    [4, "expired"],
  ]);
});

test("a cancelled entry takes its waiting exits along; exits of a filled one stay", () => {
  const desk = new Desk();
  desk.submit({ type: "bracket", entry: limit(1, 5), takeProfit: 11, stopLoss: 4 });
  desk.book.cancel(1);
  expect(desk.book.hasOrders(0)).toBe(false);
  desk.submit({ type: "bracket", entry: { type: "market", shares: 1 }, takeProfit: 13, stopLoss: 4 });
  desk.play(barOf([10, 12, 9, 11]));
  expect(desk.book.openOrders(0)).toMatchObject([
    { id: 5, shares: -1, limit: 13 },
    { id: 6, shares: -1, stop: 4 },
  ]);
  desk.book.cancelInstrument(0, "delisted");
  expect(desk.book.hasOrders(0)).toBe(false);
  expect(desk.book.ended.reasonAt(desk.book.ended.count - 1)).toBe("delisted");
});

test("a reverse split keeps whole shares only, and ends an order of which none is left", () => {
  const desk = new Desk();
  desk.submit(limit(25, 10));
  desk.submit(limit(-9, 30));
  desk.submit({ type: "trailing-stop", shares: -30, trail: { amount: 2 }, timeInForce: "gtc" }, 0, 20);
  splitOrders(desk.book, 0, 0.1);
  expect(desk.book.openOrders(0)).toMatchObject([
    { id: 1, shares: 2, limit: 100 },
    { id: 3, shares: -3, stop: 180 },
  ]);
  expect(desk.book.ended.reasonAt(0)).toBe("split");
});

test("a third of nine million shares is three million, not one less", () => {
  const desk = new Desk();
  desk.submit(limit(9_000_000, 1));
  splitOrders(desk.book, 0, 1 / 3);
  expect(desk.book.openOrders(0)[0]!.shares).toBe(3_000_000);
});

test("a dividend lowers limits to buy and stops to sell that outlast the day, and nothing else", () => {
  const desk = new Desk();
  const gtc = { timeInForce: "gtc" } as const;
  desk.submit({ type: "limit", shares: 1, limit: 10, ...gtc });
  desk.submit({ type: "limit", shares: -1, limit: 10, ...gtc });
  desk.submit({ type: "stop", shares: 1, stop: 10, ...gtc });
  desk.submit({ type: "stop", shares: -1, stop: 10, ...gtc });
  desk.submit({ type: "stop-limit", shares: -1, stop: 10, limit: 9, ...gtc });
  desk.submit({ type: "limit", shares: 1, limit: 10 });
  desk.submit({ type: "limit", shares: 1, limit: 10, doNotReduce: true, ...gtc });
  desk.submit({ type: "trailing-stop", shares: -1, trail: { amount: 2 }, ...gtc }, 0, 12);
  desk.submit({ type: "bracket", entry: limit(1, 10), takeProfit: 12, stopLoss: 9 });
  desk.submit({ type: "limit", shares: 1, limit: 0.5, ...gtc });
  reduceOrders(desk.book, 0, 0.5);
  expect(desk.book.openOrders(0).map(({ id, limit, stop }) => [id, limit, stop])).toEqual([
    [1, 9.5, N],
    [2, 10, N],
    [3, N, 10],
    [4, N, 9.5],
    [5, 8.5, 9.5],
    [6, 10, N],
    [7, 10, N],
    [8, N, 9.5],
    [9, 9.5, N],
    [10, 12, N],
    [11, N, 8.5],
  ]);
  expect([desk.book.ended.id[0], desk.book.ended.reasonAt(0)]).toEqual([12, "dividend"]);
});

test("slots are used again, and hundreds of orders keep their turn", () => {
  const desk = new Desk(3);
  for (let round = 0; round < 20; round++) {
    for (let k = 0; k < 30; k++) desk.submit(limit(1, 1 + k), k % 3);
    for (let k = 0; k < 30; k += 2) desk.book.cancel(round * 30 + k + 1);
  }
  for (let i = 0; i < 3; i++) {
    const ids = desk.book.openOrders(i).map((order) => order.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(ids).toHaveLength(100);
    expect(desk.book.openOrders(i).every((order) => order.instrument === i)).toBe(true);
  }
  // 300 orders stay open and 15 come and go each round: 512 slots suffice.
  expect(desk.book.columns.id.length).toBe(512);
});

test("an order is found by its id while it is open, however many came and went meanwhile", () => {
  const steps = fc.array(fc.record({ placed: fc.nat({ max: 40 }), asked: fc.nat() }), {
    minLength: 1,
    maxLength: 30,
    size: "max",
  });
  fc.assert(
    fc.property(steps, (drawn) => {
      const desk = new Desk(3);
      const open = new Set<number>();
      for (const { placed, asked } of drawn) {
        for (let k = 0; k < placed; k++) open.add(desk.submit(limit(1, 1 + k), k % 3));
        const id = 1 + (asked % (desk.book.nextId + 70));
        expect(desk.book.cancel(id)).toBe(open.delete(id));
        for (const other of open)
          if (other % 10 !== 0 && (other + asked) % 4 > 0)
            expect(desk.book.cancel(other)).toBe(open.delete(other));
      }
      for (const id of open) desk.book.amend(id, { shares: 2 }, 0);
      const left = [0, 1, 2].flatMap((i) => desk.book.openOrders(i));
      expect(left.map((order) => order.id).sort((a, b) => a - b)).toEqual([...open].sort((a, b) => a - b));
      expect(left.every(({ shares }) => shares === 2)).toBe(true);
      for (const id of [Number.NaN, -1, 0, 1.5, 2 ** 40]) expect(desk.book.cancel(id)).toBe(false);
    }),
    { numRuns: 300, seed: 47 },
  );
});

// As behind a checkpoint: an old order is put back, and the ids go on far from it.
test("an old order is found while others come and go in one slot, whose ids are its own in the low bits", () => {
  const desk = new Desk(1);
  const { book } = desk;
  book.nextId = 27;
  desk.submit(limit(1, 10));
  book.nextId = 110;
  while (book.nextId < 1_000) expect(book.cancel(desk.submit(limit(1, 10)))).toBe(true);
  expect(book.cancel(27)).toBe(true);
});

test("a market order placed without a request is the one placed with it, also in a slot that was used", () => {
  const short = new Desk(2);
  const { book } = short;
  const exits = { takeProfit: 13, stopLoss: { amount: 1 } };
  short.submit({ type: "bracket", entry: { type: "limit", shares: 5, limit: 9.5 }, ...exits }, 1);
  short.submit({ type: "stop-limit", shares: 5, stop: 11, limit: 10, doNotReduce: true }, 1);
  short.submit(
    { type: "trailing-stop", shares: 5, trail: { fraction: 0.5 }, timeInForce: { until: 9 } },
    1,
    10,
  );
  short.play([barOf([10, 12, 9.2, 11]), barOf([10, 12, 9.2, 11])]);
  book.cancelInstrument(1, "cancelled");
  const long = new Desk(2);
  long.session = 0;
  long.book.nextId = book.nextId;
  long.book.ambiguousBars = book.ambiguousBars;
  const all = [
    ["next-vwap", "gtc"],
    ["next-open", "day"],
    ["next-close", "ioc"],
    ["closing-auction", { until: 7 }],
  ] as const;
  for (let k = 0; k < 16; k++) {
    const [fillAt, timeInForce] = all[k % 4]!;
    book.submitMarket(0, k + 1, fillAt, timeInForce, momentOf(1, OPENING));
    long.submit({ type: "market", shares: k + 1, fillAt, timeInForce });
  }
  expect(snapshotOrders(book).columns).toEqual(snapshotOrders(long.book).columns);
});
