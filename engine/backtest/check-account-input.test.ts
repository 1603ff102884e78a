import { expect, test } from "vitest";
import type { Panel, PanelInstrument } from "../contract/panel.ts";
import { ACTION } from "../contract/panel.ts";
import { MICROS_PER_MINUTE } from "../contract/time.ts";
import { callbackStrategy, unwrap } from "../testing/strategies.ts";
import { runBacktest } from "./run-backtest.ts";
import { type Action, config, events, flat, NEW_YORK, world } from "./testing/hand-made-world.ts";

const N = Number.NaN;

const errorOf = (panel: Panel, strategy = callbackStrategy(() => ({ A: 1 })), own: object = {}) => {
  const result = runBacktest({ panel, strategy, parameters: {}, config: { ...config, ...own } });
  return result.ok ? null : result.error;
};

const good = () => world([{ iid: "A", close: flat(10) }]);
const withPrice = (name: string, row: number, price: number): Panel => {
  const panel = good();
  const column = panel.columns[name]!.slice();
  column[row] = price;
  return { ...panel, columns: { ...panel.columns, [name]: column } };
};

test.each([
  ["open", 0],
  ["open", -3],
  ["close", -1e-9],
  ["close", Number.POSITIVE_INFINITY],
  ["close", Number.NEGATIVE_INFINITY],
])("a price of 0 or less, or without end, is named with its instrument and date: %s %d", (name, price) => {
  const error = errorOf(withPrice(name, 3, price));
  expect(error).toMatchObject({ code: "bad-panel", details: { instrument: "A", date: "2020-01-04" } });
  expect(error!.message).toContain(`${name} of A on 2020-01-04 is ${price}`);
});

test("prices that are all missing are no error: nothing fills and the capital stays", () => {
  const panel = world([{ iid: "A", close: flat(N) }]);
  const strategy = callbackStrategy(() => ({ A: 1 }));
  const run = unwrap(runBacktest({ panel, strategy, parameters: {}, config }));
  expect(run.fills.at.length).toBe(0);
  expect(Array.from(run.navMinor)).toEqual(flat(1_000_000));
  expect(run.benchmark.some(Number.isNaN)).toBe(false);
});

const moved = (column: "openAt" | "closeAt" | "decisionAt", row: number, hours: number) => {
  const instants = NEW_YORK[column].slice();
  instants[row]! += hours * 60 * MICROS_PER_MINUTE;
  return { markets: [{ ...NEW_YORK, [column]: instants }] };
};
test.each<[string, Partial<Panel>]>([
  [
    "a session twice",
    {
      markets: [
        { ...NEW_YORK, openAt: NEW_YORK.openAt.map((at, d) => (d === 3 ? NEW_YORK.openAt[2]! : at)) },
      ],
    },
  ],
  ["dates that fall", { markets: [{ ...NEW_YORK, sessionDates: NEW_YORK.sessionDates.toReversed() }] }],
  ["an open after the close", moved("openAt", 3, 8)],
  ["a close after the next open", moved("closeAt", 3, 20)],
  ["a decision before the close", moved("decisionAt", 3, -1)],
  ["an instant that is missing", moved("closeAt", 3, N)],
  ["too few instants", { markets: [{ ...NEW_YORK, closeAt: NEW_YORK.closeAt.slice(1) }] }],
])("sessions out of order or twice are named with their market and date: %s", (_, changes) => {
  expect(errorOf({ ...good(), ...changes })).toMatchObject({
    code: "bad-panel",
    details: { mic: "XNYS" },
  });
});

const twoNames = (actions: readonly Action[], more: Partial<PanelInstrument> = {}) =>
  world(
    [
      { iid: "A", close: flat(10), more },
      { iid: "B", close: flat(10) },
    ],
    actions,
  );
const split = { instrument: 0, row: 2, kind: ACTION.split, ratio: 2 };
test.each<[string, Panel, string]>([
  ["a split by 0", twoNames([{ ...split, ratio: 0 }]), "ratio"],
  ["a dividend of NaN", twoNames([{ ...split, kind: ACTION.cashDividend, cash: N }]), "cash"],
  ["a dividend below 0", twoNames([{ ...split, kind: ACTION.cashDividend, cash: -1 }]), "cash"],
  ["an unknown kind", twoNames([{ ...split, kind: 9 }]), "kind"],
  ["an action past the end", twoNames([{ ...split, row: 5 }]), "row"],
  ["actions out of order", twoNames([{ ...split, row: 3 }, split]), "order"],
  ["a spin-off of nothing", twoNames([{ ...split, kind: ACTION.spinOff }]), "other"],
  ["a merger with itself", twoNames([{ ...split, kind: ACTION.merger, other: 0 }]), "other"],
  [
    "a spin-off that takes more than all",
    twoNames([{ ...split, kind: ACTION.spinOff, other: 1, costShare: 1.5 }]),
    "costShare",
  ],
  ["a lot of 0", twoNames([], { lotSize: 0 }), "lot"],
  ["a delisting that costs more than all", twoNames([], { delistedRow: 2, delistReturn: -1.5 }), "delist"],
  ["a delisting past the end", twoNames([], { delistedRow: 9 }), "delist"],
  ["an id twice", twoNames([], { iid: "B" }), "B"],
  [
    "a rate of 0",
    {
      ...good(),
      fx: [{ currency: "GBP", knownAt: Float64Array.of(0), usdPerUnit: Float64Array.of(0) }],
    },
    "GBP",
  ],
  [
    "rates out of order",
    {
      ...good(),
      fx: [{ currency: "GBP", knownAt: Float64Array.of(9, 8), usdPerUnit: Float64Array.of(1, 1) }],
    },
    "GBP",
  ],
])("an action, a fixing, an id or a lot that cannot be is named: %s", (_, panel, said) => {
  const error = errorOf(panel);
  expect(error?.code).toBe("bad-panel");
  expect(error?.message).toContain(said);
});

test.each<[string, object]>([
  ["from", { from: N }],
  ["to", { to: 0.5 }],
  ["volumeCap", { volumeCap: N }],
  ["fillAt", { fillAt: "yesterday" }],
  ["foreignCash", { foreignCash: "lose" }],
  ["lotOrder", { lotOrder: "best" }],
  ["maintenancePercent", { margin: { maintenancePercent: 0, initialPercent: 50 } }],
  ["initialPercent", { margin: { maintenancePercent: 50, initialPercent: 40 } }],
  ["referenceRateBps", { referenceRateBps: { USD: N } }],
  ["settlementSessions", { settlementSessions: { XNYS: -1 } }],
  ["dividendTaxPercent", { dividendTaxPercent: { XNYS: 101 } }],
])("a setting that cannot be is named: %s", (name, changes) => {
  const error = errorOf(good(), undefined, changes);
  expect(error?.code).toBe("bad-argument");
  expect(error?.message).toContain(name);
});

test("an order for a delisted name is named", () => {
  const gone = { iid: "A", close: [10, 10, N, N, N], more: { delistedRow: 2, delistReturn: -0.5 } };
  const panel = { ...world([gone]), members: Uint8Array.of(1, 1, 0, 0, 0) };
  const details = { strategy: "Test strategy", date: "2020-01-04", instrument: "A" };
  const submits = events((context, k) => {
    if (k === 3) context.submit("A", { type: "market", shares: 1 });
  });
  expect(errorOf(panel, submits)).toMatchObject({ code: "unknown-instrument", details });
  const weighs = callbackStrategy((_, k): Record<string, number> => (k < 3 ? {} : { A: 1 }));
  expect(errorOf(panel, weighs)).toMatchObject({ code: "bad-weights", details });
});

test("a position delisted while held needs its delisting return", () => {
  const gone = { iid: "A", close: [10, 10, N, N, N], more: { delistedRow: 3 } };
  expect(errorOf(world([gone]))).toMatchObject({ code: "bad-panel", details: { iid: "A" } });
});

test("weights of a thousand million, and shares that no money pays for, are named", () => {
  expect(
    errorOf(
      good(),
      callbackStrategy(() => ({ A: 1e9 })),
    )?.code,
  ).toBe("bad-weights");
  const submits = (shares: number) =>
    events((context, k) => {
      if (k === 0) context.submit("A", { type: "market", shares });
    });
  expect(errorOf(good(), submits(1e15))?.code).toBe("amount-too-large");
  expect(errorOf(good(), submits(N))).toMatchObject({
    code: "bad-argument",
    details: { fault: "bad-shares" },
  });
});
