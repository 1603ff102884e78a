import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { runBacktest } from "../backtest/run-backtest.ts";
import { ACTION, type Panel } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { derivedFactors } from "../expression/derived-factors.ts";
import { evaluateFactor } from "../expression/evaluate-factor.ts";
import { constantFactor, type Factor, fieldFactor } from "../expression/factor.ts";
import { maxDrawdown } from "../metrics/max-drawdown.ts";
import { simpleReturns } from "../metrics/returns.ts";
import { sharpe } from "../metrics/sharpe.ts";
import { volatility } from "../metrics/volatility.ts";
import { atClose } from "../strategy/decision-rule.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { arbitraryShape, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { unwrap } from "../testing/strategies.ts";
import { createWorld, truncateWorld } from "../testing/world.ts";
import { sweepCrossovers } from "./sweep-crossovers.ts";
import { type SignalResults, type SignalTest, testSignal } from "./test-signal.ts";

const FIGURES = [
  "totalReturn",
  "cagr",
  "annualisedVolatility",
  "sharpe",
  "maxDrawdown",
  "holdReturn",
  "exposure",
  "trades",
  "sessions",
] as const;

const close = fieldFactor("close");
const signals: readonly Factor[] = [
  close.mean(2).greaterThan(close.mean(4)),
  fieldFactor("totalReturn").returns(2).greaterThan(0),
  fieldFactor("totalReturn").returns(1),
  fieldFactor("totalReturn").returns(3).rank().greaterThan(0.4),
];

const arbitraryTest = fc.record({
  // A signal is decided before the next open.
  shape: arbitraryShape.map((shape) => ({ ...shape, isIntraday: false })),
  signal: fc.constantFrom(...signals),
  feeBps: fc.constantFrom(0, 5, 250),
  skipped: fc.integer({ min: 0, max: 5 }),
});

/** The panel of a world, with the date from which it is tested. */
function worldOf({ shape, skipped }: { shape: Parameters<typeof createWorld>[0]; skipped: number }) {
  const panel = createWorld(shape);
  const { sessionDates } = panel.markets[0]!;
  return { panel, from: sessionDates[Math.min(skipped, sessionDates.length - 1)]! };
}

/** What prices of a session are multiplied by, so that dividends are reinvested. */
function factorOf(panel: Panel, i: number, row: number): number {
  const { starts, rows, factors } = derivedFactors(panel, "totalReturn");
  let change = starts[i]!;
  while (change + 1 < starts[i + 1]! && rows[change + 1]! <= row) change++;
  return factors[change]!;
}

/**
 * The same rule as anybody would write it, on levels in which dividends are reinvested: session by session, with the
 * signal as it is at each decision.
 */
function walk({ panel, signal, from = -Infinity, feeBps = 0 }: SignalTest, i: number) {
  const { market, delistedRow, delistReturn } = panel.instruments[i]!;
  const { sessionDates, decisionAt } = panel.markets[market]!;
  const start = panel.offsets[i]!;
  const values = evaluateFactor(signal, panel);
  const levels = evaluateFactor(fieldFactor("totalReturn"), panel).cells!;
  const equity: number[] = [];
  const held: boolean[] = [];
  let [cash, units, isWanted, trades, bought, last, isMarked] = [
    1,
    0,
    false,
    0,
    Number.NaN,
    Number.NaN,
    true,
  ];
  let [lastClose, paid] = [Number.NaN, Number.NaN];
  const keep = 1 - feeBps / 10_000;
  for (let row = 0; row < sessionDates.length; row++) {
    if (row === delistedRow) {
      if (units > 0) equity.push(units * last * (1 + delistReturn));
      else if (!isMarked) equity.push(cash);
      isMarked = true;
      bought *= 1 + delistReturn;
    }
    if (sessionDates[row]! < from || (delistedRow >= 0 && row >= delistedRow)) continue;
    const cell = start + row;
    const open = panel.columns.open![cell]! * factorOf(panel, i, row);
    if (open > 0) {
      if (isWanted && units === 0) {
        paid = cash * keep;
        units = paid / open;
        cash = 0;
        trades++;
        [last, isMarked] = [open, false];
      } else if (!isWanted && units > 0) {
        cash = units * open * keep;
        units = 0;
        isMarked = false;
      }
      if (equity.length > 0 && Number.isNaN(bought)) bought = keep / open;
    }
    if (panel.columns.close![cell]! > 0) {
      // The way from 1 to the first close is a return where it had been bought by then.
      if (equity.length === 0 && trades > 0) equity.push(1);
      lastClose = levels[cell]!;
      last = lastClose;
      equity.push(cash + units * last);
      isMarked = true;
      held.push(units > 0);
    }
    const value = values.at(decisionAt[row]!)[i]!;
    isWanted = !Number.isNaN(value) && value !== 0;
  }
  if (!isMarked) equity.push(units > 0 ? paid : cash);
  return { equity: Float64Array.from(equity), held, trades, holdReturn: bought * lastClose - 1 };
}

const orMissing = (result: { ok: true; value: number } | { ok: false }) =>
  result.ok ? result.value : Number.NaN;

const isNear = (a: number, b: number) =>
  (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

test("[E91] each instrument has what a walk over its sessions and the engine's metrics give", () => {
  let trades = 0;
  let delisted = 0;
  fc.assert(
    fc.property(arbitraryTest, (world) => {
      const { signal, feeBps } = world;
      const given = { ...worldOf(world), signal, feeBps };
      const ours = testSignal(given);
      for (const [i, { iid }] of given.panel.instruments.entries()) {
        const walked = walk(given, i);
        expect(ours.trades[i]).toBe(walked.trades);
        expect(ours.sessions[i]).toBe(walked.held.length);
        trades += walked.trades;
        delisted += walked.equity.length - walked.held.length;
        if (walked.held.length < 3) {
          expect(ours.totalReturn[i]).toBeNaN();
          continue;
        }
        const returns = simpleReturns(walked.equity);
        const wealth = walked.equity.at(-1)!;
        const wanted = {
          totalReturn: wealth - 1,
          cagr: wealth ** (252 / returns.length) - 1,
          annualisedVolatility: orMissing(volatility(returns)),
          sharpe: orMissing(sharpe(returns)),
          maxDrawdown: orMissing(maxDrawdown(returns)),
          holdReturn: walked.holdReturn,
          exposure: walked.held.filter((isHeld) => isHeld).length / walked.held.length,
        };
        for (const [name, value] of Object.entries(wanted) as [keyof typeof wanted, number][])
          if (!isNear(ours[name][i]!, value))
            expect.fail(`${name} of ${iid} is ${ours[name][i]} instead of ${value}`);
      }
    }),
    runs(91),
  );
  expect(Math.min(trades, delisted)).toBeGreaterThan(WORLDS / 10);
});

test("[E92] what comes after the last session that counts changes nothing", () => {
  let cut = 0;
  fc.assert(
    fc.property(arbitraryTest, fc.nat(), (world, at) => {
      const { signal, feeBps } = world;
      const { panel, from } = worldOf(world);
      const dates = panel.markets[0]!.sessionDates;
      const to = dates[at % dates.length]!;
      const known = Math.max(
        ...panel.markets.map(
          ({ sessionDates, decisionAt }) => decisionAt[sessionDates.findLastIndex((date) => date <= to)] ?? 0,
        ),
      );
      const before = truncateWorld(panel, known);
      fc.pre(from <= to);
      cut += panel.columns.close!.length - before.columns.close!.length;
      const given = { signal, from, to, feeBps };
      expect(testSignal({ panel, ...given })).toEqual(testSignal({ panel: before, ...given }));
    }),
    { ...runs(92), maxSkipsPerRun: 1 },
  );
  expect(cut).toBeGreaterThan(WORLDS);
});

/** One instrument of one market, decided half an hour after each close. */
function handMade(prices: { open: number[]; close: number[] }, change: Partial<Panel> = {}): Panel {
  const world = createWorld({ seed: 1, instruments: 1, sessions: prices.close.length, isSingleMarket: true });
  const columns = { open: Float64Array.from(prices.open), close: Float64Array.from(prices.close) };
  const instruments = [{ ...world.instruments[0]!, delistedRow: -1, delistReturn: Number.NaN }];
  return { ...world, columns, instruments, members: new Uint8Array(prices.close.length).fill(1), ...change };
}

/** In after each close above ten. */
const aboveTen = close.greaterThan(10);
const first = (results: SignalResults) => Object.fromEntries(FIGURES.map((name) => [name, results[name][0]]));

describe("a signal by itself", () => {
  it("is bought and sold at the open after its decision, pays on both sides and is marked at the closes", () => {
    const panel = handMade({ open: [10, 10, 9, 12, 11, 8, 5], close: [10, 9, 12, 11, 6, 5, 5] });
    // Above ten at the closes of sessions 2 and 3: bought at 12 on session 3, sold at 8 on session 5.
    const wealth = (0.9 / 12) * 8 * 0.9;
    expect(first(testSignal({ panel, signal: aboveTen, feeBps: 1_000 }))).toMatchObject({
      totalReturn: expect.closeTo(wealth - 1, 12),
      maxDrawdown: expect.closeTo((0.9 / 12) * 6 - 1, 12),
      holdReturn: expect.closeTo((0.9 / 10) * 5 - 1, 12),
      exposure: 2 / 7,
      trades: 1,
      sessions: 7,
    });
  });

  it("waits for an open, and asks for no close of that session, which nobody knows by then", () => {
    const panel = handMade({ open: [10, 10, Number.NaN, 12, 20], close: [10, 12, 12, Number.NaN, 15] });
    const { trades, totalReturn, sessions, holdReturn } = testSignal({ panel, signal: aboveTen });
    // Bought at 12; without a close the signal is missing, so it is sold at the next open.
    expect([trades[0], totalReturn[0], sessions[0]]).toEqual([1, expect.closeTo(20 / 12 - 1, 12), 4]);
    expect(holdReturn[0]).toBeCloseTo(15 / 10 - 1, 12);
  });

  it("counts a trade that no close follows at its own price, as a backtest does", () => {
    const open = [10, 10, 10, 5, Number.NaN];
    const sold = handMade({ open, close: [10, 10, 12, Number.NaN, Number.NaN] });
    const [instrument] = sold.instruments;
    for (const instruments of [sold.instruments, [{ ...instrument!, delistedRow: 4, delistReturn: 0 }]]) {
      const results = testSignal({ panel: { ...sold, instruments }, signal: close.lessThan(11) });
      expect(first(results)).toMatchObject({ totalReturn: -0.5, sessions: 3, trades: 1 });
      expect(results.maxDrawdown[0]).toBeCloseTo(5 / 12 - 1, 12);
    }
    const bought = handMade({ open, close: [10, 10, 12, Number.NaN, Number.NaN] });
    // Nothing gained and nothing lost is no return, however its price is rounded.
    const odd = handMade({ open: [10, 10, 10, 42.55764971066919], close: [10, 10, 12, Number.NaN] });
    const unmoved = testSignal({ panel: odd, signal: aboveTen });
    expect([unmoved.totalReturn[0], unmoved.sharpe[0]]).toEqual([0, Number.NaN]);
    const kept = testSignal({ panel: bought, signal: aboveTen, feeBps: 100 });
    expect(kept.totalReturn[0]).toBeCloseTo(-0.01, 12);
    const gone = { ...bought, instruments: [{ ...instrument!, delistedRow: 4, delistReturn: -0.5 }] };
    expect(testSignal({ panel: gone, signal: aboveTen }).totalReturn[0]).toBeCloseTo(-0.5, 12);
  });

  it("counts the way to the first close as a return where it was bought before", () => {
    const panel = handMade({ open: [10, 10, 20, 20, 20], close: [Number.NaN, 20, 20, 20, 20] });
    const results = testSignal({ panel, signal: fieldFactor("open").greaterThan(1) });
    // Of returns 1, 0, 0 and 0.
    expect(results.totalReturn[0]).toBeCloseTo(1, 12);
    expect(results.annualisedVolatility[0]).toBeCloseTo(0.5 * Math.sqrt(252), 10);
  });

  it("marks a sale without a close at the next one, whatever prices are missing after the last session", () => {
    const open = [11, 11, 11, 4.5, 11, 11, 22, 22];
    const close = [11, 11, 9, Number.NaN, 11, 22, 22, 22];
    const [whole, gapped] = [close, [...close.slice(0, -1), Number.NaN]].map((closes) => {
      const panel = handMade({ open, close: closes });
      const to = panel.markets[0]!.sessionDates[6]!;
      return first(testSignal({ panel, signal: aboveTen, to }));
    });
    expect(whole!.maxDrawdown).toBeCloseTo(4.5 / 11 - 1, 12);
    expect(gapped).toEqual(whole);
  });

  it("keeps what a split and a dividend give while it is held", () => {
    const actions = {
      instrument: Int32Array.of(0, 0),
      row: Int32Array.of(2, 3),
      kind: Uint8Array.of(ACTION.split, ACTION.cashDividend),
      ratio: Float64Array.of(2, 1),
      cash: Float64Array.of(0, 2),
    };
    const panel = handMade({ open: [20, 20, 10, 8], close: [20, 20, 10, 8] }, { actions });
    const { totalReturn, holdReturn } = testSignal({ panel, signal: close.greaterThan(0) });
    expect([totalReturn[0], holdReturn[0]]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  });

  it("is out where the instrument is no member, and where the signal is missing", () => {
    const prices = { open: [11, 12, 13, 14], close: [11, 12, 13, 14] };
    const members = Uint8Array.of(0, 1, 0, 1);
    const { trades, exposure } = testSignal({ panel: handMade(prices, { members }), signal: aboveTen });
    expect([trades[0], exposure[0]]).toEqual([1, 0.25]);
    const missing = testSignal({ panel: handMade(prices), signal: close.delay(2).greaterThan(10) });
    expect([missing.trades[0], missing.exposure[0]]).toEqual([1, 0.25]);
  });

  it("is paid the delisting return, and the last close of a name that merges", () => {
    // What a source says of a session after the listing has ended is nobody's price.
    const prices = { open: [11, 12, 12, 20], close: [11, 12, 12, 20] };
    const [instrument] = handMade(prices).instruments;
    const listing = (delistReturn: number) => ({
      instruments: [{ ...instrument!, delistedRow: 3, delistReturn }],
    });
    const gone = testSignal({ panel: handMade(prices, listing(-0.5)), signal: aboveTen });
    expect(first(gone)).toMatchObject({ totalReturn: -0.5, maxDrawdown: -0.5, holdReturn: -0.5 });
    const actions = {
      instrument: Int32Array.of(0),
      row: Int32Array.of(3),
      kind: Uint8Array.of(ACTION.merger),
      ratio: Float64Array.of(0),
      cash: Float64Array.of(12),
    };
    const merged = handMade(prices, { ...listing(Number.NaN), actions });
    expect(first(testSignal({ panel: merged, signal: aboveTen }))).toMatchObject({ totalReturn: 0 });
    expect(() => testSignal({ panel: handMade(prices, listing(Number.NaN)), signal: aboveTen })).toThrow(
      "I000 is delisted while held, but has no delisting return",
    );
  });

  it("comes to what the sweep of crossovers comes to", () => {
    const { columns } = createWorld({ seed: 7, instruments: 1, sessions: 400, isSingleMarket: true });
    const prices = { open: columns.open!, close: columns.close! };
    const panel = handMade({ open: [...prices.open], close: [...prices.close] });
    const pair = { fast: 3, slow: 10 };
    const { firstSessionNumber: firstSession } = panel.markets[0]!;
    const swept = sweepCrossovers({ ...prices, firstSession, pairs: [pair], feeBps: 5 });
    const tested = testSignal({ panel, signal: close.mean(3).greaterThan(close.mean(10)), feeBps: 5 });
    for (const name of ["totalReturn", "sharpe", "annualisedVolatility", "maxDrawdown"] as const)
      expect(tested[name][0]).toBeCloseTo(swept[name][0]!, 10);
    expect(tested.trades[0]).toBe(swept.trades[0]);
    expect(tested.trades[0]).toBeGreaterThan(10);
  });

  it("comes to what a backtest with books comes to, but for whole shares and cents", () => {
    const walked = createWorld({ seed: 3, instruments: 1, sessions: 300, isSingleMarket: true }).columns
      .close!;
    // Each session opens where the last one closed, since a backtest sizes its orders at the close.
    const panel = handMade({ open: [100, ...walked.slice(0, -1)], close: [...walked] });
    const strategy = unwrap(
      defineStrategy({
        name: "In and out",
        universe: "WORLD",
        decide: atClose("XNYS"),
        rebalance: "daily",
        needs: { fields: ["close"], lookback: 1 },
        onBar: (context) => {
          const [before, now] = context.history("I000", "close", 2);
          if (now! > before! !== context.position("I000") > 0)
            context.targetPercent("I000", now! > before! ? 100 : 0);
        },
      }),
    );
    const dates = panel.markets[0]!.sessionDates;
    const costs = { ...costModels.none, commission: { bps: 0 } };
    const capitalMinor = 1e13;
    const config = { from: dates[0]!, to: dates.at(-1)!, capitalMinor, currency: "USD", costs };
    const run = unwrap(runBacktest({ panel, strategy, parameters: {}, config }));
    const tested = testSignal({ panel, signal: close.delta(1).greaterThan(0) });
    expect(tested.totalReturn[0]).toBeCloseTo(run.navMinor.at(-1)! / capitalMinor - 1, 6);
    expect(tested.sharpe[0]).toBeCloseTo(unwrap(sharpe(simpleReturns(run.navMinor))), 6);
    // The last open position has been bought and not sold.
    expect(Math.ceil(run.fills.shares.length / 2)).toBe(tested.trades[0]);
    expect(tested.trades[0]).toBeGreaterThan(50);
  });

  it("has no figures for a name with fewer than three sessions", () => {
    const panel = handMade({ open: [11, 12, 12], close: [11, 12, Number.NaN] });
    expect(first(testSignal({ panel, signal: aboveTen }))).toMatchObject({
      totalReturn: Number.NaN,
      exposure: Number.NaN,
      trades: 1,
      sessions: 2,
    });
  });
});

test.each<[string, Partial<SignalTest>, Partial<Panel>, string]>([
  ["a fee of everything", { feeBps: 10_000 }, {}, "feeBps must be from 0 to 9999, was 10000"],
  ["no periods", { periodsPerYear: 0 }, {}, "periodsPerYear must be from 1 to 1000000, was 0"],
  ["a time without sessions", { from: 1, to: 2 }, {}, "no market has a session in the panel between"],
  ["a constant", { signal: constantFactor(1) }, {}, "signal must read at least one field"],
  ["a field that is not there", { signal: fieldFactor("closs") }, {}, 'there is no field "closs"'],
  ["no opens", {}, { columns: { close: Float64Array.of(1, 2, 3) } }, 'there is no field "open"'],
  [
    "a price of nothing",
    {},
    { columns: { open: Float64Array.of(1, 0, 3), close: Float64Array.of(1, 2, 3) } },
    "the open of I000 on 2020-01-02 is 0: prices are above 0",
  ],
])("[E93] %s is named", (_, change, panelChange, message) => {
  const panel = handMade({ open: [1, 2, 3], close: [1, 2, 3] }, panelChange);
  expect(() => testSignal({ panel, signal: aboveTen, ...change })).toThrow(message);
});

test("[E93] decisions that come after the next open are named", () => {
  const panel = handMade({ open: [1, 2, 3], close: [1, 2, 3] });
  const [market] = panel.markets;
  const markets = [{ ...market!, decisionAt: market!.openAt.map((at) => at + 86_400_000_000) }];
  expect(() => testSignal({ panel: { ...panel, markets }, signal: aboveTen })).toThrow(
    "a session of XNYS opens before the one before it is decided",
  );
});
