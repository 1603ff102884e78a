import fc from "fast-check";
import { expect, test } from "vitest";
import { ACCOUNT_COUNT, MONEY_ACCOUNTS } from "../accounting/accounts.ts";
import { minorPerUnit, roundMinor } from "../accounting/money.ts";
import type { BacktestConfig, BacktestRun } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { createRandom } from "../rng/random.ts";
import { arbitraryShape, outlive, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { callbackStrategy, momentumCallback, momentumExpression, unwrap } from "../testing/strategies.ts";
import { createWorld, permuteWorld, truncateWorld, worldConfig } from "../testing/world.ts";
import { canonicalOrder } from "./canonical-order.ts";
import { createFxRates } from "./fx-rates.ts";
import { runBacktest, simulateBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";

const config = worldConfig(costModels.institutional);
const go = (panel: Panel, strategy = momentumExpression(), own: BacktestConfig = config) =>
  outlive(simulateBacktest({ panel, strategy, parameters: {}, config: own }));

test("[P1] every event's postings sum to zero in each currency, and the balances are what the journal says", () => {
  fc.assert(
    fc.property(arbitraryShape, fc.boolean(), (shape, isHolding) => {
      const { book } = go(createWorld(shape), momentumExpression("daily"), {
        ...config,
        foreignCash: isHolding ? "hold" : "convert",
      });
      const currencies = book.ledger.balances.length / ACCOUNT_COUNT;
      const replayed = new Float64Array(book.ledger.balances.length);
      for (const { currency, from, to, amount } of book.ledger.postings()) {
        // A thrown error is as good as an expectation, and a hundred times as fast.
        if (!Number.isSafeInteger(amount) || from === to) throw new Error(`${amount} from ${from} to ${to}`);
        replayed[currency * ACCOUNT_COUNT + from]! -= amount;
        replayed[currency * ACCOUNT_COUNT + to]! += amount;
      }
      for (let c = 0; c < currencies; c++) {
        const own = book.ledger.balances.subarray(c * ACCOUNT_COUNT, (c + 1) * ACCOUNT_COUNT);
        expect(own.reduce((sum, balance) => sum + balance, 0)).toBe(0);
      }
      expect(replayed.every((balance, k) => balance === book.ledger.balances[k])).toBe(true);
    }),
    runs(1),
  );
});

test("[P2] money is capital plus every posting into or out of the money accounts, to the last minor unit", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld(shape);
      const { run, book } = go(panel);
      const fx = createFxRates(panel, "USD");
      const currencies = [...new Set(["USD", ...panel.markets.map(({ currency }) => currency)])];
      const events = book.events.list();
      const moved = book.ledger.postings().map(({ event, currency, from, to, amount }) => {
        const isMoney = (account: number) => (MONEY_ACCOUNTS as readonly number[]).includes(account);
        return {
          at: events[event]!.at,
          currency,
          amount: amount * (Number(isMoney(to)) - Number(isMoney(from))),
        };
      });
      run.instants.forEach((at, d) => {
        // Foreign money is exchanged as it comes, but dividends that are due wait in their own currency.
        const sums = currencies.map(() => 0);
        for (const { at: when, currency, amount } of moved) if (when <= at) sums[currency]! += amount;
        const total = sums.reduce((sum, local, c) => {
          const market = panel.markets.findIndex(({ currency }) => currency === currencies[c]);
          if (c === 0 || local === 0) return sum + local;
          return sum + roundMinor((local * fx.intoBase(market, at) * 100) / minorPerUnit(currencies[c]!));
        }, 0);
        expect(run.cashMinor[d]).toBe(total);
      });
      const { commission, slippage, tax } = run.costsMinor;
      expect(commission + slippage + tax).toBe(run.fills.costMinor.reduce((a, b) => a + b, 0));
    }),
    runs(2),
  );
});

test("[P3] NAV is cash plus each position at its newest known price, a close or a fill, and the last known rate", () => {
  fc.assert(
    fc.property(arbitraryShape, (drawn) => {
      // Without actions a mark is simply the newest price that was known.
      const panel = createWorld({ ...drawn, hasActions: false, hasExchanges: false });
      const mic = panel.markets.at(-1)!.mic;
      const { run, book } = go(panel, momentumExpression("daily", mic));
      const fx = createFxRates(panel, "USD");
      const events = book.events.list();
      run.instants.forEach((at, d) => {
        let nav = run.cashMinor[d]!;
        panel.instruments.forEach((instrument, i) => {
          const held = events
            .filter((event) => event.at <= at && event.instrument === i)
            .reduce((sum, event) => sum + event.shares, 0);
          const { openAt, decisionAt } = panel.markets[instrument.market]!;
          const closes = panel.columns.close!.subarray(panel.offsets[i], panel.offsets[i + 1]);
          const row = closes.findLastIndex((close, r) => decisionAt[r]! <= at && !Number.isNaN(close));
          const fill = events.findLast((p) => p.at <= at && p.kind === "fill" && p.instrument === i);
          const fillRow = fill ? openAt.findLastIndex((opens) => opens <= fill.at) : -1;
          const price = fill && fillRow > row ? fill.price : closes[row]!;
          if (held !== 0) nav += roundMinor(held * price * fx.intoBase(instrument.market, at) * 100);
        });
        expect(run.navMinor[d]).toBe(nav);
      });
    }),
    runs(3),
  );
});

test("[P4] positions equal fills plus actions, and whole shares only are traded", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const { run, book } = go(createWorld(shape));
      const shares = new Float64Array(book.shares.length);
      for (const event of book.events.list())
        if (event.instrument >= 0) shares[event.instrument]! += event.shares;
      expect(book.shares).toEqual(shares);
      expect(run.fills.shares.every(Number.isInteger)).toBe(true);
    }),
    runs(4),
  );
});

test("[P6] a split that doubles or quadruples the shares changes no NAV, with a held position or an open order", () => {
  let held = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 25, max: 40 }),
      fc.constantFrom(2, 4),
      fc.nat(),
      (seed, sessions, ratio, pick) => {
        const plain = createWorld({ seed, instruments: 3, sessions, isSingleMarket: true });
        // Row 22 is the last session of January; its order still waits when the split is on row 23.
        const row = 23 + (pick % (sessions - 23));
        const after = (name: string) =>
          plain.columns[name]!.map((x, cell) => (cell < sessions && cell >= row ? x / ratio : x));
        const split: Panel = {
          ...plain,
          columns: {
            ...plain.columns,
            open: after("open"),
            high: after("high"),
            low: after("low"),
            close: after("close"),
          },
          actions: {
            instrument: Int32Array.of(0),
            row: Int32Array.of(row),
            kind: Uint8Array.of(0),
            ratio: Float64Array.of(ratio),
            cash: Float64Array.of(0),
          },
        };
        const hold = () => buyOnce();
        const a = unwrap(runBacktest({ panel: plain, strategy: hold(), parameters: {}, config }));
        const b = unwrap(runBacktest({ panel: split, strategy: hold(), parameters: {}, config }));
        if (a.fills.at.length > 0) held++;
        expect(b.navMinor).toEqual(a.navMinor);
        expect(b.cashMinor).toEqual(a.cashMinor);
      },
    ),
    runs(6),
  );
  expect(held).toBeGreaterThan(WORLDS / 2);
});

/** Equal weights on month ends only: worlds start on 1 January, so there is one decision in forty sessions. */
function buyOnce() {
  return callbackStrategy((members) => {
    return Object.fromEntries(members.map((iid) => [iid, 0.9 / members.length]));
  }, "month-end");
}

test.each([
  ["XNYS", 8],
  ["XLON", 108],
  ["XKRX", 208],
])("[P8] what becomes known later changes no earlier decision, fill or NAV struck in %s", (mic, seed) => {
  fc.assert(
    fc.property(arbitraryShape, fc.nat(), (drawn, pick) => {
      const panel = createWorld({
        ...drawn,
        isSingleMarket: mic === "XNYS" && drawn.isSingleMarket === true,
      });
      const strategy = momentumExpression("daily", mic);
      const full = go(panel, strategy).run;
      const telling = strikesDuringDelistings(panel, full.instants);
      const d = telling[pick % telling.length] ?? pick % full.instants.length;
      const at = full.instants[d]!;
      const cut = go(truncateWorld(panel, at), strategy).run;
      expect(upTo(at, cut)).toEqual(upTo(at, full));
      expect(cut.instants[d]).toBe(at);
    }),
    runs(seed),
  );
});

/** What a run has come to at an instant. A bar that is under way then has a strike of its own later. */
function upTo(at: number, { instants, navMinor, cashMinor, benchmark, fills, rebalances }: BacktestRun) {
  const countUntil = (times: Float64Array) => times.filter((instant) => instant <= at).length;
  const strikes = countUntil(instants);
  const decisions = countUntil(rebalances.decidedAt);
  const targets = rebalances.firstTarget[decisions];
  return {
    navMinor: navMinor.slice(0, strikes),
    cashMinor: cashMinor.slice(0, strikes),
    benchmark: benchmark.slice(0, strikes),
    fills: fills.shares.slice(0, countUntil(fills.at)),
    firstTarget: rebalances.firstTarget.slice(0, decisions + 1),
    instrument: rebalances.instrument.slice(0, targets),
    weight: rebalances.weight.slice(0, targets),
  };
}

/** Strikes between the open and the decision instant of a row on which some instrument is delisted. */
function strikesDuringDelistings(panel: Panel, instants: Float64Array): number[] {
  const sessions = panel.instruments
    .filter(({ delistedRow }) => delistedRow >= 0)
    .map(({ market, delistedRow: row }) => {
      const { openAt, decisionAt } = panel.markets[market]!;
      return [openAt[row]!, decisionAt[row]!] as const;
    });
  return Array.from(instants.keys()).filter((d) =>
    sessions.some(([opens, known]) => opens <= instants[d]! && instants[d]! < known),
  );
}

test("[P9] an expression and a callback that say the same have the same order hash", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld(shape);
      expect(go(panel, momentumCallback()).run.orderHash).toBe(go(panel).run.orderHash);
    }),
    runs(9),
  );
});

test("[P13] the order of the instruments in the panel is irrelevant", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld(shape);
      const random = createRandom(shape.seed + 1);
      const permutation = Array.from(panel.instruments.keys(), (old) => ({ old, key: random.uniform() }))
        .sort((a, b) => a.key - b.key)
        .map(({ old }) => old);
      expect(go(permuteWorld(panel, permutation)).run).toEqual(go(panel).run);
    }),
    runs(13),
  );
});

test("[P17] a higher fee never raises cash for the same fills, be it a commission, slippage or a tax", () => {
  const { none, retail } = costModels;
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld(shape);
      const strategy = () =>
        callbackStrategy((m, k) => (k > 0 ? {} : Object.fromEntries(m.map((i) => [i, 0.1]))));
      const cashWith = (costs: typeof config.costs) =>
        outlive(runBacktest({ panel, strategy: strategy(), parameters: {}, config: { ...config, costs } }))
          .cashMinor;
      const free = cashWith(none);
      for (const fee of ["commission", "slippage", "taxes"] as const) {
        const dear = cashWith({ ...none, [fee]: retail[fee] });
        expect(dear.every((cash, d) => cash <= free[d]!)).toBe(true);
      }
    }),
    runs(17),
  );
});

test("[P19] a strategy that orders nothing keeps exactly its capital", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const { run } = go(
        createWorld(shape),
        callbackStrategy(() => ({})),
      );
      expect(run.navMinor.every((nav) => nav === config.capitalMinor)).toBe(true);
      expect(run.fills.at.length).toBe(0);
    }),
    runs(19),
  );
});

test("[P20] a delisted position is zero afterwards and pays its last close times one plus the delisting return", () => {
  let delistings = 0;
  fc.assert(
    fc.property(arbitraryShape, (drawn) => {
      // With a close in each bar, no fill is newer than the last of them.
      const shape = {
        ...drawn,
        hasDelistings: true,
        hasActions: false,
        hasExchanges: false,
        hasOddDays: false,
      };
      const panel = createWorld(shape);
      const equal = callbackStrategy((m) => Object.fromEntries(m.map((iid) => [iid, 0.9 / m.length])));
      const { book } = go(panel, equal);
      const fx = createFxRates(panel, "USD");
      for (const posting of book.events.ofKind("delisting")) {
        delistings++;
        const i = posting.instrument;
        const instrument = panel.instruments[i]!;
        const closes = panel.columns.close!.subarray(
          panel.offsets[i],
          panel.offsets[i]! + instrument.delistedRow,
        );
        const last = closes.filter((close) => !Number.isNaN(close)).at(-1)!;
        const rate = fx.intoBase(instrument.market, posting.at);
        const { currency } = panel.markets[instrument.market]!;
        const local = roundMinor(-posting.shares * (last * (1 + -0.4)) * minorPerUnit(currency));
        expect(posting.cashMinor).toBe(roundMinor((local * rate * 100) / minorPerUnit(currency)));
        expect(book.shares[i]).toBe(0);
      }
    }),
    runs(20),
  );
  expect(delistings).toBeGreaterThan(WORLDS / 10);
});

test("every order fills strictly after its decision, at a raw open of its own market", () => {
  fc.assert(
    fc.property(arbitraryShape, (shape) => {
      const panel = createWorld(shape);
      const { run } = go(panel);
      const order = canonicalOrder(panel);
      run.fills.at.forEach((at, k) => {
        const i = order[run.fills.instrument[k]!]!;
        const row = panel.markets[panel.instruments[i]!.market]!.openAt.indexOf(at);
        expect(panel.columns.open![panel.offsets[i]! + row]).toBe(run.fills.price[k]);
        expect(run.rebalances.decidedAt.some((decided) => decided < at)).toBe(true);
        expect(run.rebalances.decidedAt.includes(at)).toBe(false);
      });
    }),
    runs(21),
  );
});

test("[P10] a run resumed after any strike goes on as if it had never stopped", () => {
  fc.assert(
    fc.property(arbitraryShape, fc.nat(), (shape, pick) => {
      const panel = createWorld(shape);
      const checkpoints: Checkpoint[] = [];
      const input = { panel, strategy: momentumExpression("daily"), parameters: {}, config };
      // Cloned as a message or a file would be: nothing of the first run is shared.
      const onStrike = (save: () => Checkpoint) => checkpoints.push(structuredClone(save()));
      const full = outlive(runBacktest({ ...input, onStrike }));
      const d = pick % full.dates.length;
      if (d === full.dates.length - 1) return;
      const tail = outlive(runBacktest({ ...input, resumeFrom: checkpoints[d] }));
      expect(tail.navMinor).toEqual(full.navMinor.subarray(d + 1));
      expect(tail.cashMinor).toEqual(full.cashMinor.subarray(d + 1));
      expect(tail.orderHash).toBe(full.orderHash);
      expect(tail.costsMinor).toEqual(full.costsMinor);
    }),
    runs(10),
  );
});
