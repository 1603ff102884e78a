import fc from "fast-check";
import { expect, test } from "vitest";
import { ACCOUNT, ACCOUNT_COUNT } from "../accounting/accounts.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { CostModel } from "../contract/costs.ts";
import { ACTION, type Panel } from "../contract/panel.ts";
import { NO_SESSION } from "../contract/time.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { createRandom } from "../rng/random.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import type { BarContext, Strategy } from "../strategy/strategy.ts";
import { arbitraryShape, outlive, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { randomOrders } from "../testing/random-orders.ts";
import { callbackStrategy, momentumCallback, momentumExpression, unwrap } from "../testing/strategies.ts";
import { momentumEvent } from "../testing/whole-runs.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
import { runBacktest, simulateBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";

const free = worldConfig(costModels.none);
const costly = worldConfig(costModels.institutional);

const go = (panel: Panel, strategy: Strategy, config: BacktestConfig) =>
  outlive(simulateBacktest({ panel, strategy, parameters: {}, config }));

const eventStrategy = (onBar: (context: BarContext) => void, fields: string[] = ["close"], mic = "XNYS") =>
  unwrap(
    defineStrategy({
      name: "Test strategy",
      universe: "WORLD",
      decide: { mic, delayMinutes: 30 },
      rebalance: "weekly",
      needs: { fields, lookback: 3 },
      onBar,
    }),
  );

/** Fixed lists of shares to be bought or sold, drawn from a seed: the same for each run of a world. */
function fixedOrders(seed: number, side: 1 | -1, size = 1): Strategy {
  const random = createRandom(seed);
  const drawn = Array.from({ length: 400 }, () => ({
    pick: random.uniform(),
    shares: random.integer(201) - 100,
  }));
  let k = 0;
  return eventStrategy((context) => {
    const { members } = context;
    for (let n = 0; n < 2 && members.length > 0; n++) {
      const { pick, shares } = drawn[k++ % drawn.length]!;
      const iid = members[Math.floor(pick * members.length)]!;
      if (shares !== 0)
        context.submit(iid, { type: "market", shares: side * size * shares, timeInForce: "gtc" });
    }
  });
}

test("[P5] once flat, what was realised is NAV less capital, and each instrument's flows are its part of it", () => {
  let flat = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 1, max: 20 }), (shape, days) => {
      const panel = createWorld({ ...shape, hasExchanges: false });
      const paidAtOnce = <T extends { readonly payDate?: Int32Array }>(actions: T): T => ({
        ...actions,
        payDate: actions.payDate!.map(() => NO_SESSION),
      });
      const paid: Panel = {
        ...panel,
        actions: paidAtOnce(panel.actions),
        ...(panel.lateActions && { lateActions: paidAtOnce(panel.lateActions) }),
      };
      const strategy = callbackStrategy((members, k) =>
        k < days
          ? Object.fromEntries(members.map((iid) => [iid, (k % 2 === 0 ? 0.9 : -0.4) / members.length]))
          : {},
      );
      const config = {
        ...free,
        costs: { ...costModels.institutional, financing: costModels.none.financing },
      };
      const { run, book } = go(paid, strategy, config);
      if (book.heldCount > 0) return;
      flat++;
      const gained = run.navMinor.at(-1)! - config.capitalMinor;
      expect(book.flowsMinor.reduce((sum, flow) => sum + flow, 0)).toBe(gained);
      const base = book.ledger.balances.subarray(0, ACCOUNT_COUNT);
      let earned = base[ACCOUNT.conversion]!;
      for (const account of [ACCOUNT.realisedGains, ACCOUNT.dividendIncome, ACCOUNT.withholdingTax])
        earned += base[account]!;
      for (const account of [ACCOUNT.commission, ACCOUNT.slippage, ACCOUNT.transactionTax])
        earned += base[account]!;
      expect(0 - earned).toBe(gained + 0);
      expect(
        book.ledger.balances
          .filter((_, k) => k % ACCOUNT_COUNT === ACCOUNT.positions)
          .every((x) => x + 0 === 0),
      ).toBe(true);
    }),
    runs(5),
  );
  expect(flat).toBeGreaterThan(WORLDS / 4);
});

test("[P7] a dividend changes no NAV on its ex-date nor when it is paid, for a long or a short, a split on the day or none", () => {
  let tried = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 6, max: 30 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(),
      fc.integer({ min: -1, max: 9 }),
      fc.record({ side: fc.constantFrom(1, -1), ratio: fc.constantFrom(1, 2), isHalted: fc.boolean() }),
      (seed, sessions, percent, pick, lag, { side, ratio, isHalted }) => {
        const world = createWorld({ seed, instruments: 2, sessions, isSingleMarket: true });
        // Once both are members the orders are placed, and fill at the next open: held before the day.
        const joined = world.members.findIndex(
          (_, k) => world.members[k] === 1 && world.members[sessions + k] === 1,
        );
        fc.pre(joined >= 0 && joined + 2 < sessions);
        const first = Math.max(3, joined + 2);
        const row = first + (pick % (sessions - first));
        const cash = Math.round(world.columns.close![row]! * percent) / 100;
        // Without a price on the day itself, what was held is worth the last one, carried over.
        const plain = isHalted ? withoutBar(world, row) : world;
        const after = (name: string) =>
          plain.columns[name]!.map((x, cell) => (cell < sessions && cell >= row ? (x - cash) / ratio : x));
        const ex: Panel = {
          ...plain,
          columns: Object.fromEntries(
            Object.entries(plain.columns).map(([name, column]) => [
              name,
              ["open", "high", "low", "close"].includes(name) ? after(name) : column,
            ]),
          ),
          actions: {
            instrument: Int32Array.of(0, 0),
            row: Int32Array.of(row, row),
            kind: Uint8Array.of(ACTION.cashDividend, ACTION.split),
            ratio: Float64Array.of(1, ratio),
            cash: Float64Array.of(cash, 0),
            payDate: Int32Array.of(
              lag < 0 ? NO_SESSION : plain.markets[0]!.sessionDates[row]! + lag,
              NO_SESSION,
            ),
          },
        };
        const hold = () =>
          eventStrategy((context) => {
            if (context.state.done === true || context.members.length < 2) return;
            context.state.done = true;
            context.submit("I000", { type: "market", shares: side * 1_000, timeInForce: "gtc" });
            context.submit("I001", { type: "market", shares: side * -500, timeInForce: "gtc" });
          });
        const a = go(plain, hold(), free).run.navMinor;
        const b = go(ex, hold(), free).run.navMinor;
        tried++;
        // The two worlds' prices differ by the cash: each position is rounded to a cent on its own.
        expect(b.every((nav, d) => Math.abs(nav - a[d]!) <= 1)).toBe(true);
      },
    ),
    runs(7),
  );
  expect(tried).toBe(WORLDS);
});

test("[P7] a spin-off worth what its parent loses changes no NAV while neither has a new price", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 4, max: 20 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(1, -1),
      (seed, row, percent, side) => {
        const world = createWorld({ seed, instruments: 2, sessions: 22, isSingleMarket: true });
        const plain = withoutBar(withoutBar(world, row), 22 + row);
        const costShare = percent / 100;
        const [parent, child] = [plain.columns.close![row - 1]!, plain.columns.close![22 + row - 1]!];
        const spun: Panel = {
          ...plain,
          actions: {
            instrument: Int32Array.of(0),
            row: Int32Array.of(row),
            kind: Uint8Array.of(ACTION.spinOff),
            ratio: Float64Array.of((costShare * parent) / child),
            cash: Float64Array.of(0),
            other: Int32Array.of(1),
            costShare: Float64Array.of(costShare),
          },
        };
        const hold = () =>
          eventStrategy((context) => {
            if (context.state.done === true || !context.members.includes("I000")) return;
            context.state.done = true;
            context.submit("I000", { type: "market", shares: side * 1_000, timeInForce: "gtc" });
          });
        const a = go(plain, hold(), free).run.navMinor;
        const b = go(spun, hold(), free).run.navMinor;
        // Two positions and a fraction of a share, each rounded to a cent on its own.
        expect(Math.abs(b[row]! - a[row]!)).toBeLessThanOrEqual(2);
      },
    ),
    runs(107),
  );
});

/** The world without the prices of a cell. */
function withoutBar(panel: Panel, gap: number): Panel {
  const names = ["open", "high", "low", "close"];
  const columns = Object.entries(panel.columns).map(([name, column]) => [
    name,
    names.includes(name) ? column.map((x, cell) => (cell === gap ? Number.NaN : x)) : column,
  ]);
  return { ...panel, columns: Object.fromEntries(columns) };
}

test("[P9] an expression, a rebalance callback and an event callback that say the same have the same order hash", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld(shape);
      const { orderHash, navMinor } = go(panel, momentumExpression(), costly).run;
      expect(go(panel, momentumCallback(), costly).run.orderHash).toBe(orderHash);
      const own = go(panel, momentumEvent(), costly).run;
      expect(own.orderHash).toBe(orderHash);
      expect(own.navMinor).toEqual(navMinor);
    }),
    runs(9),
  );
});

test("[P10] an event strategy with orders of every kind goes on from any strike as if it had never stopped", () => {
  fc.assert(
    fc.property(arbitraryShape, fc.nat(), (shape, pick) => {
      const panel = createWorld(shape);
      const checkpoints: Checkpoint[] = [];
      const input = { panel, strategy: randomOrders(shape.seed), parameters: {}, config: costly };
      const onStrike = (save: () => Checkpoint) => checkpoints.push(structuredClone(save()));
      const full = outlive(runBacktest({ ...input, onStrike }));
      const d = pick % full.dates.length;
      if (d === full.dates.length - 1) return;
      const tail = outlive(runBacktest({ ...input, resumeFrom: checkpoints[d] }));
      expect(tail.navMinor).toEqual(full.navMinor.subarray(d + 1));
      expect(tail.orderHash).toBe(full.orderHash);
      expect(tail.ambiguousBars).toBe(full.ambiguousBars);
    }),
    runs(110),
  );
});

test("[P14] another base currency at constant rates changes amounts by the rate, and nothing else", () => {
  fc.assert(
    fc.property(arbitraryShape, (drawn) => {
      const world = createWorld(drawn);
      const panel = {
        ...world,
        fx: world.fx.map((fx) => ({
          ...fx,
          usdPerUnit: fx.usdPerUnit.map(() => (fx.currency === "KRW" ? 0.001 : 1.25)),
        })),
      };
      const dollars = go(panel, fixedOrders(drawn.seed, 1), free);
      const pounds = go(panel, fixedOrders(drawn.seed, 1), {
        ...free,
        currency: "GBP",
        capitalMinor: free.capitalMinor / 1.25,
      });
      expect(pounds.run.fills.shares).toEqual(dollars.run.fills.shares);
      // Each posting and each position is rounded once in each currency.
      const slack = 2 + dollars.book.events.length + panel.instruments.length;
      expect(
        pounds.run.navMinor.every((nav, d) => Math.abs(nav * 1.25 - dollars.run.navMinor[d]!) <= slack),
      ).toBe(true);
    }),
    runs(14),
  );
});

test("[P15] every fill lies within its session's low and high, and no more is filled than the volume cap allows", () => {
  let fills = 0;
  fc.assert(
    fc.property(arbitraryShape, fc.constantFrom(0.001, 0.01, 1), (shape, volumeCap) => {
      const panel = createWorld(shape);
      const { run } = go(panel, randomOrders(shape.seed), { ...free, volumeCap });
      const index = new Map(panel.instruments.map(({ iid }, i) => [iid, i]));
      const filled = new Map<string, number>();
      run.fills.at.forEach((at, k) => {
        const i = index.get(run.fills.instruments[run.fills.instrument[k]!]!.iid)!;
        const market = panel.markets[panel.instruments[i]!.market]!;
        const row = Math.max(market.openAt.indexOf(at), market.closeAt.indexOf(at));
        const cell = panel.offsets[i]! + row;
        const price = run.fills.price[k]!;
        const { open, high, low, close } = panel.columns;
        // Where an end is missing, it is that of the other prices.
        const prices = [open, high, low, close].map((of) => of![cell]!).filter((of) => !Number.isNaN(of));
        if (!(price >= Math.min(...prices) && price <= Math.max(...prices)))
          throw new Error(`fill ${k} at ${price}`);
        const key = `${i}:${row}`;
        filled.set(key, (filled.get(key) ?? 0) + Math.abs(run.fills.shares[k]!));
        if (filled.get(key)! > volumeCap * panel.columns.volume![cell]!)
          throw new Error(`too much in ${key}`);
        fills++;
      });
    }),
    runs(15),
  );
  expect(fills).toBeGreaterThan(WORLDS);
});

test("[P16] without costs a short book is the mirror of the long one", () => {
  fc.assert(
    fc.property(arbitraryShape, (drawn) => {
      const panel = createWorld({ ...drawn, isSingleMarket: true });
      const long = go(panel, fixedOrders(drawn.seed, 1), free).run;
      const short = go(panel, fixedOrders(drawn.seed, -1), free).run;
      expect(short.fills.shares).toEqual(long.fills.shares.map((shares) => -shares));
      expect(
        short.navMinor.every((nav, d) => nav - free.capitalMinor === free.capitalMinor - long.navMinor[d]!),
      ).toBe(true);
    }),
    runs(16),
  );
});

test("[P18] ten times the shares and the capital are ten times the result, to the rounding of each amount", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld({ ...shape, hasActions: false, hasExchanges: false });
      const one = go(panel, fixedOrders(shape.seed, 1), free);
      const ten = go(panel, fixedOrders(shape.seed, 1, 10), {
        ...free,
        capitalMinor: 10 * free.capitalMinor,
      });
      const slack = 20 * (2 + one.book.events.length + panel.instruments.length);
      expect(ten.run.navMinor.every((nav, d) => Math.abs(nav - 10 * one.run.navMinor[d]!) <= slack)).toBe(
        true,
      );
    }),
    runs(18),
  );
});

test("[P19] without orders NAV is capital plus the interest of each calendar day, rounded a day at a time", () => {
  fc.assert(
    fc.property(arbitraryShape, fc.integer({ min: 0, max: 900 }), (shape, referenceBps) => {
      const panel = createWorld(shape);
      const costs: CostModel = costModels.institutional;
      const config = { ...costly, referenceRateBps: { USD: referenceBps } };
      const { run } = go(
        panel,
        eventStrategy(() => {}),
        config,
      );
      const bps = Math.max(0, referenceBps - costs.financing.cashSpreadBps);
      let settled = config.capitalMinor;
      let due = 0;
      let exact = 0;
      run.dates.forEach((date, d) => {
        if (d > 0) {
          const before = run.dates[d - 1]!;
          exact += (settled * bps * (date - before)) / (10_000 * 365);
          due = Math.round(exact);
          const isNewMonth = new Date(date * 864e5).getUTCMonth() !== new Date(before * 864e5).getUTCMonth();
          if (isNewMonth) {
            settled += due;
            exact -= due;
            due = 0;
          }
        }
        // Half a unit may fall to either side: the account carries what rounding took in another order of additions.
        if (Math.abs(run.navMinor[d]! - settled - due) > 1)
          throw new Error(`${run.navMinor[d]} is not ${settled + due}`);
      });
    }),
    runs(19),
  );
});
