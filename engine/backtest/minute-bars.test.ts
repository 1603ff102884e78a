import { expect, test } from "vitest";
import { ACCOUNT } from "../accounting/accounts.ts";
import type { TimeInForce } from "../contract/orders.ts";
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../contract/time.ts";
import { unwrap } from "../testing/strategies.ts";
import { FIRST_DATE } from "../testing/world.ts";
import { runBacktest, simulateBacktest } from "./run-backtest.ts";
import { config, events, NEW_YORK, world } from "./testing/hand-made-world.ts";

/** A minute bar of each day that is named, every other minute: 1 stands for the first day. */
function minutes(days: readonly number[], mic = "XNYS", currency = "USD") {
  const openAt = Float64Array.from(
    days,
    (day, k) => (FIRST_DATE + day - 1) * MICROS_PER_DAY + 2 * k * MICROS_PER_MINUTE,
  );
  const closeAt = openAt.map((at) => at + MICROS_PER_MINUTE);
  const sessionDates = Int32Array.from(days, (day) => FIRST_DATE + day - 1);
  return { ...NEW_YORK, mic, currency, sessionDates, openAt, closeAt, decisionAt: closeAt };
}

test.each<[string, number, number, number]>([
  ["the base is the close of the day before, not of the minute before", 13_000, 13_000, 0],
  ["a limit that only the minute before would set is none", 12_000, 12_900, 1],
])("price limits are counted from the day before: %s", (_, second, third, fills) => {
  const close = [10_000, second, third, third, third];
  const panel = world([{ iid: "A", close }], [], { markets: [minutes([1, 2, 2, 2, 2], "XKRX", "KRW")] });
  const strategy = events((context, k) => void (k === 1 && context.targetShares("A", 5)), "XKRX", 0);
  const run = unwrap(
    runBacktest({ panel, strategy, parameters: {}, config: { ...config, currency: "KRW" } }),
  );
  expect(run.fills.at.length).toBe(fills);
});

test.each<[string, TimeInForce, readonly number[], number]>([
  ["a day order lasts the day", "day", [1, 1, 1, 1, 2], 1],
  ["so does one that is good until today", { until: FIRST_DATE }, [1, 1, 1, 1, 2], 1],
  ["a day order is gone the day after", "day", [1, 1, 2, 2, 2], 0],
  ["so is one that was good until today", { until: FIRST_DATE }, [1, 1, 2, 2, 2], 0],
  ["one that is good until tomorrow is not", { until: FIRST_DATE + 1 }, [1, 1, 2, 2, 2], 1],
  ["one that has one auction is gone a minute later", "ioc", [1, 1, 1, 1, 2], 0],
])("how long an order lasts: %s", (_, timeInForce, days, fills) => {
  const panel = world([{ iid: "A", close: [10, 10, 10, 8, 8] }], [], { markets: [minutes(days)] });
  const strategy = events(
    (context, k) =>
      void (k === 0 && context.submit("A", { type: "limit", shares: 5, limit: 9, timeInForce })),
    "XNYS",
    0,
  );
  const run = unwrap(runBacktest({ panel, strategy, parameters: {}, config }));
  expect(run.fills.at.length).toBe(fills);
});

test("where a panel ends in the middle of a day, a day order is still open", () => {
  const market = minutes([1, 1, 1]);
  const seen: number[] = [];
  const strategy = events(
    (context, k) => {
      if (k === 0) context.submit("A", { type: "limit", shares: 5, limit: 9 });
      seen.push(context.orders("A").length);
    },
    "XNYS",
    0,
  );
  for (const next of [FIRST_DATE, FIRST_DATE + 1]) {
    const nextSessionDates = Int32Array.of(FIRST_DATE, FIRST_DATE, next);
    const panel = world([{ iid: "A", close: [10, 10, 10] }], [], {
      markets: [{ ...market, nextSessionDates }],
    });
    unwrap(runBacktest({ panel, strategy, parameters: {}, config }));
  }
  expect(seen).toEqual([1, 1, 1, 1, 1, 0]);
});

test("a trade settles after days of trading, not after minutes", () => {
  const days = [1, 1, 1, 2, 2, 3, 3, 4];
  const panel = world([{ iid: "A", close: days.map(() => 10) }], [], { markets: [minutes(days)] });
  const unsettled: number[] = [];
  const strategy = events((context, k) => void (k === 0 && context.targetShares("A", 100)), "XNYS", 0);
  // In 2020 a trade settled two days later in New York.
  for (let to = 1; to <= 4; to++) {
    const own = { ...config, to: FIRST_DATE + to - 1 };
    const { book } = unwrap(simulateBacktest({ panel, strategy, parameters: {}, config: own }));
    unsettled.push(book.ledger.balance(0, ACCOUNT.unsettled));
  }
  expect(unsettled).toEqual([-1_000_00, -1_000_00, 0, 0]);
});
