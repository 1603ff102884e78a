import { describe, expect, test } from "vitest";
import type { CostModel } from "../contract/backtest.ts";
import { ACTION, type Panel } from "../contract/panel.ts";
import { MICROS_PER_DAY, MICROS_PER_MINUTE } from "../contract/time.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { readField } from "../expression/derived-field.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { callbackStrategy, momentumExpression, unwrap } from "../testing/strategies.ts";
import { createWorld, FIRST_DATE, truncateWorld, worldConfig } from "../testing/world.ts";
import { runBacktest, simulateBacktest } from "./run-backtest.ts";

/** One London share in pounds, five sessions, the pound at 1.25 dollars. */
function smallPanel(changes: Partial<Panel> = {}): Panel {
  const at = (hour: number, minutes = 0) =>
    Float64Array.from(
      { length: 5 },
      (_, d) => (FIRST_DATE + d) * MICROS_PER_DAY + (hour * 60 + minutes) * MICROS_PER_MINUTE,
    );
  return {
    snapshotId: "small",
    universe: "WORLD",
    markets: [
      {
        mic: "XNYS",
        currency: "GBP",
        firstSessionNumber: 10,
        sessionDates: Int32Array.from({ length: 5 }, (_, d) => FIRST_DATE + d),
        openAt: at(8),
        closeAt: at(16),
        decisionAt: at(16, 30),
      },
    ],
    instruments: [{ iid: "A", name: "A", market: 0, sector: "S", delistedRow: -1, delistReturn: Number.NaN }],
    offsets: Int32Array.of(0, 5),
    columns: {
      open: Float64Array.of(10, 11, 12, 13, 14),
      close: Float64Array.of(10, 11.5, 12.5, 13.5, 14.5),
    },
    members: Uint8Array.of(1, 1, 1, 1, 1),
    actions: {
      instrument: new Int32Array(0),
      row: new Int32Array(0),
      kind: new Uint8Array(0),
      ratio: new Float64Array(0),
      cash: new Float64Array(0),
    },
    fx: [{ currency: "GBP", knownAt: Float64Array.of(0), usdPerUnit: Float64Array.of(1.25) }],
    ...changes,
  };
}

const costs: CostModel = {
  name: "test",
  commission: { bps: 10 },
  taxes: [{ mic: "XNYS", side: "buy", bps: 50, from: null, to: null, source: "this test" }],
  slippage: { kind: "bps", bps: 5 },
  financing: { borrowBps: 0, marginSpreadBps: 0, cashSpreadBps: 0, dayCount: 365 },
};
/** Everything into A at the first decision; afterwards nothing is ordered. */
const buyOnce = () => callbackStrategy((_, k) => ({ A: k === 0 ? 1 : 0 }), "daily");
const go = (panel: Panel, strategy = buyOnce(), model = costs) =>
  simulateBacktest({
    panel,
    strategy,
    parameters: {},
    config: { ...worldConfig(model), capitalMinor: 100_000 },
  });

test("by hand: sized at the close known, filled at the next open, costs rounded once each, sold the day after", () => {
  const { run } = unwrap(go(smallPanel()));
  // $1,000 at £10 × 1.25 is 80 shares; bought at £11 is $1,100.00; 10, 5 and 50 bps are $1.10, $0.55 and $5.50.
  expect(Array.from(run.fills.shares)).toEqual([80, -80]);
  expect(Array.from(run.fills.price)).toEqual([11, 12]);
  expect(Array.from(run.fills.valueMinor)).toEqual([110_000, 120_000]);
  expect(Array.from(run.fills.costMinor)).toEqual([110 + 55 + 550, 120 + 60]);
  expect(Array.from(run.cashMinor)).toEqual([100_000, -10_715, 109_105, 109_105, 109_105]);
  expect(Array.from(run.navMinor)).toEqual([100_000, 80 * 1_150 * 1.25 - 10_715, 109_105, 109_105, 109_105]);
  expect(run.costsMinor).toEqual({ commission: 230, slippage: 115, tax: 550 });
});

test("an order decided at the very instant of an open waits for the next one", () => {
  const panel = smallPanel();
  const market = panel.markets[0]!;
  // A second market that opens exactly when the first one decides.
  const twin = {
    ...market,
    mic: "XLON",
    openAt: market.decisionAt,
    closeAt: market.closeAt.map((t) => t + 3.6e9),
  };
  const decisionAt = twin.closeAt.map((t) => t + 3.6e9);
  const b = { ...panel.instruments[0]!, iid: "B", market: 1 };
  const twice = (column: Float64Array) => Float64Array.of(...column, ...column);
  const { run } = unwrap(
    go(
      {
        ...panel,
        markets: [market, { ...twin, decisionAt }],
        instruments: [panel.instruments[0]!, b],
        offsets: Int32Array.of(0, 5, 10),
        columns: { open: twice(panel.columns.open!), close: twice(panel.columns.close!) },
        members: new Uint8Array(10).fill(1),
      },
      callbackStrategy((_, k): Record<string, number> => (k < 1 ? {} : { B: 1 })),
    ),
  );
  expect(run.rebalances.decidedAt[1]).toBe(twin.openAt[1]);
  expect(run.fills.at[0]).toBe(twin.openAt[2]);
});

/** New York shares at one price in dollars, opening at 14:30 and closing at 21:00, known `delay` hours later. */
function newYork(delay: number, changes: Partial<Panel> = {}): Panel {
  const hours = (hour: number) =>
    Float64Array.from(
      { length: 5 },
      (_, d) => (FIRST_DATE + d) * MICROS_PER_DAY + hour * 60 * MICROS_PER_MINUTE,
    );
  const market = { ...smallPanel().markets[0]!, currency: "USD", openAt: hours(14.5), closeAt: hours(21) };
  return smallPanel({ markets: [{ ...market, decisionAt: hours(21 + delay) }], ...changes });
}

test("[P3] a fill is marked at its own price until a newer close is known", () => {
  const flat = (price: number) => new Float64Array(5).fill(price);
  const open = Float64Array.of(100, 100, 150, 150, 150);
  const one = newYork(0.5, { columns: { open, close: open } });
  // A London market decides while New York is open, between its fills and its closes.
  const [xnys] = one.markets;
  const london = {
    ...xnys!,
    mic: "XLON",
    openAt: xnys!.openAt.map((t) => t - 6 * 60 * MICROS_PER_MINUTE),
    closeAt: xnys!.openAt.map((t) => t + 120 * MICROS_PER_MINUTE),
    decisionAt: xnys!.openAt.map((t) => t + 150 * MICROS_PER_MINUTE),
  };
  const panel: Panel = {
    ...one,
    markets: [xnys!, london],
    instruments: [one.instruments[0]!, { ...one.instruments[0]!, iid: "B", market: 1 }],
    offsets: Int32Array.of(0, 5, 10),
    columns: {
      open: Float64Array.of(...open, ...flat(1)),
      close: Float64Array.of(...open, ...flat(1)),
    },
    members: new Uint8Array(10).fill(1),
  };
  const strategy = callbackStrategy(
    (_, k): Record<string, number> => (k === 0 ? {} : { A: 1 }),
    "daily",
    "XLON",
  );
  const { run } = unwrap(go(panel, strategy, costModels.none));
  // Sized at the close of 100, filled at 150 the day after: no gain and no loss by the fill itself.
  expect(run.fills.price[0]).toBe(150);
  expect(Array.from(run.navMinor)).toEqual([100_000, 100_000, 100_000, 100_000, 100_000]);
});

test("[P2] a run ends at its last NAV: no fill and no cost comes after it", () => {
  const flip = () => callbackStrategy((_, k) => ({ A: k % 2 === 0 ? 1 : 0 }));
  const config = { ...worldConfig(costs), capitalMinor: 100_000, to: FIRST_DATE + 2 };
  const { run, book } = unwrap(
    simulateBacktest({ panel: smallPanel(), strategy: flip(), parameters: {}, config }),
  );
  expect(run.dates.length).toBe(3);
  expect(run.fills.at.every((at) => at <= run.instants.at(-1)!)).toBe(true);
  expect(book.moneyMinor(Float64Array.of(1.25))).toBe(run.cashMinor.at(-1));
  expect(run.fills.at.length).toBe(2);
});

test.each([
  ["split", 0.5],
  ["split", 18],
  ["dividend", 0.5],
  ["dividend", 18],
])("[P6] a %s changes no NAV when rows are known %d hours after the close", (kind, delay) => {
  const isSplit = kind === "split";
  const price = isSplit ? 50 : 80;
  const columns = Float64Array.of(100, 100, 100, price, price);
  const panel = newYork(delay, {
    columns: { open: columns, close: columns },
    actions: {
      instrument: Int32Array.of(0),
      row: Int32Array.of(3),
      kind: Uint8Array.of(isSplit ? 0 : 1),
      ratio: Float64Array.of(isSplit ? 2 : 1),
      cash: Float64Array.of(isSplit ? 0 : 20),
    },
  });
  const strategy = unwrap(
    defineStrategy({
      name: "Hold",
      universe: "WORLD",
      decide: { mic: "XNYS", delayMinutes: delay * 60 },
      rebalance: "daily",
      needs: { fields: [], lookback: 0 },
      weights: () => ({ A: 0.5 }),
    }),
  );
  const { run } = unwrap(go(panel, strategy, costModels.none));
  expect(Array.from(run.navMinor)).toEqual(new Array(5).fill(100_000));
});

test("[P8] a callback cannot tell who will be a member later", () => {
  const one = smallPanel();
  const twice = (column: Float64Array) => Float64Array.of(...column, ...column);
  const joins: Panel = {
    ...one,
    instruments: [one.instruments[0]!, { ...one.instruments[0]!, iid: "Z" }],
    offsets: Int32Array.of(0, 5, 10),
    columns: { open: twice(one.columns.open!), close: twice(one.columns.close!) },
    members: Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 1, 0, 1),
  };
  const see = (panel: Panel) => {
    const seen: number[][] = [];
    const strategy = unwrap(
      defineStrategy({
        name: "Look",
        universe: "WORLD",
        decide: { mic: "XNYS", delayMinutes: 30 },
        rebalance: "daily",
        needs: { fields: ["close"], lookback: 1 },
        weights: ({ history }) => {
          seen.push(Array.from(history("Z", "close", 2)));
          return {};
        },
      }),
    );
    unwrap(go(panel, strategy));
    return seen;
  };
  const none = [Number.NaN, Number.NaN];
  expect(see(one)).toEqual([none, none, none, none, none]);
  // Once a member, its history is there, also that of the days before.
  expect(see(joins)).toEqual([none, none, [11.5, 12.5], [12.5, 13.5], [13.5, 14.5]]);
});

test("an open that is missing is waited for until the next rebalance replaces the order", () => {
  const columns = { ...smallPanel().columns, open: Float64Array.of(10, Number.NaN, Number.NaN, 13, 14) };
  const { run } = unwrap(
    go(
      smallPanel({ columns }),
      callbackStrategy(() => ({ A: 1 })),
      costModels.none,
    ),
  );
  // Decided again each day: the order sized on row 2, at 12.5, fills at row 3's open.
  expect(run.fills.shares[0]).toBe(Math.trunc(1000 / (12.5 * 1.25)));
  expect(run.fills.price[0]).toBe(13);
});

test("a dividend is credited to who held before its ex-date, and total return reinvests it", () => {
  const actions = {
    instrument: Int32Array.of(0),
    row: Int32Array.of(2),
    kind: Uint8Array.of(1),
    ratio: Float64Array.of(1),
    cash: Float64Array.of(0.5),
  };
  const panel = smallPanel({ actions });
  const { book } = unwrap(
    go(
      panel,
      callbackStrategy((_, k) => (k < 1 ? { A: 1 } : {}), "daily"),
      costModels.none,
    ),
  );
  const dividend = book.events.ofKind("dividend")[0];
  expect(dividend?.cashMinor).toBe(80 * 50 * 1.25);
  expect(Array.from(readField(panel, "totalReturn"))).toEqual([
    10,
    11.5,
    ...[12.5, 13.5, 14.5].map((close) => close * (11.5 / 11)),
  ]);
});

test("capitalisation follows a split until the next report, and a report on the ex-date counts it already", () => {
  const actions = {
    instrument: Int32Array.of(0, 0),
    row: Int32Array.of(1, 4),
    kind: Uint8Array.of(0, 0),
    ratio: Float64Array.of(2, 2),
    cash: Float64Array.of(0, 0),
  };
  const columns = {
    open: new Float64Array(5).fill(1),
    close: Float64Array.of(10, 5, 5, 5, 2.5),
    sharesOutstanding: Float64Array.of(100, 100, 100, 200, 400),
  };
  expect(Array.from(readField(smallPanel({ actions, columns }), "marketCap"))).toEqual([
    1_000, 1_000, 1_000, 1_000, 1_000,
  ]);
});

test("total return reinvests a dividend after a split that fell on a missing close", () => {
  const actions = {
    instrument: Int32Array.of(0, 0, 0, 0),
    row: Int32Array.of(1, 1, 2, 4),
    kind: Uint8Array.of(0, 1, 1, 1),
    ratio: Float64Array.of(2, 1, 1, 1),
    cash: Float64Array.of(0, 20, 10, 10),
  };
  // On row 2 what is left of the last close, less the dividend and halved, is 40 a new share.
  const close = Float64Array.of(100, Number.NaN, 40, 50, 40);
  const levels = readField(smallPanel({ actions, columns: { open: close, close } }), "totalReturn");
  const reinvested = 2 * (100 / 80) * (40 / 30);
  expect(levels[2]! / levels[0]!).toBeCloseTo((40 * reinvested) / 100, 12);
  expect(levels[4]! / levels[3]!).toBeCloseTo(1, 12);
});

test.each([
  ["on one ex-date", [1, 1]],
  ["on two, with no close between them", [1, 2]],
])("dividends of 1 and 40 on 100 are worth 41 to total return: %s", (_, row) => {
  const actions = {
    instrument: Int32Array.of(0, 0),
    row: Int32Array.from(row),
    kind: new Uint8Array(2).fill(ACTION.cashDividend),
    ratio: Float64Array.of(1, 1),
    cash: Float64Array.of(1, 40),
  };
  const close = Float64Array.of(100, Number.NaN, 59, 59, 59);
  const levels = readField(smallPanel({ actions, columns: { open: close, close } }), "totalReturn");
  expect(levels[2]! / levels[0]!).toBeCloseTo(1, 12);
});

describe("expected failures are values", () => {
  const world = createWorld({ seed: 1, instruments: 3, sessions: 20 });
  const input = { panel: world, strategy: momentumExpression(), parameters: {}, config: worldConfig(costs) };
  const codeOf = (changes: object) => {
    const result = runBacktest({ ...input, ...changes });
    return result.ok ? "ok" : result.error.code;
  };
  const callback = (weights: Record<string, number>) => ({ strategy: callbackStrategy(() => weights) });

  test.each([
    ["empty-range", { config: { ...input.config, from: FIRST_DATE + 9_000 } }],
    ["bad-weights", callback({ I000: Number.NaN })],
    ["bad-weights", callback({ nobody: 1 })],
    ["bad-weights", callback({ I000: 11 })],
    ["bad-panel", { panel: { ...world, fx: [] } }],
    ["bad-panel", { panel: { ...world, universe: "OTHER" } }],
    ["unknown-market", { panel: { ...world, markets: world.markets.map((m) => ({ ...m, mic: "XXXX" })) } }],
    ["unknown-field", { panel: { ...world, columns: { close: world.columns.close! } } }],
    ["bad-argument", { config: { ...input.config, capitalMinor: 0.5 } }],
    ["cancelled", { isCancelled: () => true }],
  ])("%s (%#)", (code, changes) => {
    expect(codeOf(changes)).toBe(code);
  });

  test("a callback that throws is named with its strategy", () => {
    const strategy = callbackStrategy(() => {
      throw new TypeError("no such thing");
    });
    expect(runBacktest({ ...input, strategy })).toMatchObject({
      ok: false,
      error: {
        code: "strategy-failed",
        message: 'the strategy "Test strategy" failed: TypeError: no such thing',
      },
    });
  });

  test("losing everything is ruin", () => {
    const columns = { open: Float64Array.of(10, 10, 1, 1, 1), close: Float64Array.of(10, 10, 1, 1, 1) };
    const result = go(
      smallPanel({ columns }),
      callbackStrategy((_, k) => ({ A: k < 1 ? 5 : 1 })),
      costModels.none,
    );
    expect(result).toMatchObject({ ok: false, error: { code: "ruin", details: { date: "2020-01-03" } } });
  });
});

test("equal inputs give equal hashes, and one share more or less another one", () => {
  const panel = createWorld({ seed: 7, instruments: 5, sessions: 30, hasActions: true });
  const hash = (capitalMinor: number, of = panel) =>
    unwrap(
      runBacktest({
        panel: of,
        strategy: momentumExpression(),
        parameters: {},
        config: { ...worldConfig(costs), capitalMinor },
      }),
    ).orderHash;
  expect(hash(100_000_000)).toBe(hash(100_000_000));
  expect(hash(100_000_000)).not.toBe(hash(101_000_000));
  expect(hash(100_000_000, truncateWorld(panel, panel.markets[0]!.decisionAt[15]!))).not.toBe(
    hash(100_000_000),
  );
  expect(hash(100_000_000)).toMatch(/^[0-9a-f]{64}$/);
});

test("what was read of a run stays when its pages serve the next one, and what was not is refused", () => {
  const first = unwrap(go(smallPanel()));
  const fills = structuredClone(first.run.fills);
  const { profits } = structuredClone(unwrap(go(smallPanel())).run);
  first.release();
  const second = unwrap(go(smallPanel()));
  expect(second.run.profits).toEqual(profits);
  second.release();
  const flip = callbackStrategy((_, k) => ({ A: k % 2 === 0 ? 1 : 0 }));
  unwrap(go(smallPanel(), flip)).release();
  expect(first.run.fills).toEqual(fills);
  expect(second.run.profits).toEqual(profits);
  expect(() => first.run.profits).toThrow("before its pages are given back");
  expect(() => second.run.fills).toThrow("before its pages are given back");
});
