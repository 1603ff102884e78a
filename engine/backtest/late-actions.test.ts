import fc from "fast-check";
import { expect, test } from "vitest";
import { ACCOUNT } from "../accounting/accounts.ts";
import type { BacktestConfig, BacktestRun } from "../contract/backtest.ts";
import { ACTION, type Panel, type PanelLateActions } from "../contract/panel.ts";
import { NO_SESSION } from "../contract/time.ts";
import { createRandom } from "../rng/random.ts";
import { outlive, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { unwrap } from "../testing/strategies.ts";
import { createWorld, delayActions, FIRST_DATE, truncateWorld } from "../testing/world.ts";
import { runBacktest, simulateBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";
import { type Action, config, events, flat, market, world } from "./testing/hand-made-world.ts";

interface LateAction {
  readonly instrument?: number;
  readonly exRow: number;
  readonly row: number;
  readonly ratio?: number;
  readonly cash?: number;
  readonly payDate?: number;
}

/** In the order in which they are told. */
const lateActions = (given: readonly LateAction[]): PanelLateActions => {
  const late = given.toSorted((a, b) => (a.instrument ?? 0) - (b.instrument ?? 0) || a.row - b.row);
  return columnsOf(late);
};

const columnsOf = (late: readonly LateAction[]): PanelLateActions => ({
  instrument: Int32Array.from(late, ({ instrument = 0 }) => instrument),
  exRow: Int32Array.from(late, ({ exRow }) => exRow),
  row: Int32Array.from(late, ({ row }) => row),
  ratio: Float64Array.from(late, ({ ratio = 1 }) => ratio),
  cash: Float64Array.from(late, ({ cash = 0 }) => cash),
  payDate: Int32Array.from(late, ({ payDate = NO_SESSION }) => payDate),
});

/** Buys so many shares of A at the first strike, and trades so many more at others. */
const trading = (orders: Readonly<Record<number, number>>) =>
  events((context, k) => {
    if (orders[k]) context.submit("A", { type: "market", shares: orders[k] });
  });

/** Runs it, and again from each strike on, which must come to the same. */
function go(panel: Panel, orders: Readonly<Record<number, number>>, own: Partial<BacktestConfig> = {}) {
  const input = { panel, strategy: trading(orders), parameters: {}, config: { ...config, ...own } };
  const checkpoints: Checkpoint[] = [];
  const run = unwrap(
    runBacktest({ ...input, onStrike: (save) => checkpoints.push(structuredClone(save())) }),
  );
  for (const [d, resumeFrom] of checkpoints.slice(0, -1).entries()) {
    const tail = unwrap(runBacktest({ ...input, resumeFrom }));
    expect(tail.navMinor).toEqual(run.navMinor.subarray(d + 1));
  }
  return run;
}

const dollars = ({ navMinor }: BacktestRun) => Array.from(navMinor, (minor) => minor / 100);
const late = (close: readonly number[], told: readonly LateAction[], punctual: readonly Action[] = []) =>
  world([{ iid: "A", close }], punctual, { lateActions: lateActions(told) });

test("a split told two sessions late: the account stands at half until then, and at the whole from then on", () => {
  const panel = late([10, 10, 5, 5, 5], [{ exRow: 2, row: 4, ratio: 2 }]);
  expect(dollars(go(panel, { 0: 100 }))).toEqual([10_000, 10_000, 9_500, 9_500, 10_000]);
  expect(dollars(go(panel, { 0: -100 }))).toEqual([10_000, 10_000, 10_500, 10_500, 10_000]);
});

test.each<[string, readonly number[], readonly LateAction[], readonly Action[], readonly number[]]>([
  ["a split", [10, 10, 5, 5, 5], [{ exRow: 2, row: 3, ratio: 2 }], [], [1, 1, 0.5, 1, 1]],
  ["cash", [10, 10, 6, 6, 6], [{ exRow: 2, row: 4, cash: 4 }], [], [1, 1, 0.6, 0.6, 1]],
  [
    "cash, with a split meanwhile",
    [10, 10, 6, 3, 3],
    [{ exRow: 2, row: 4, cash: 4 }],
    [{ instrument: 0, row: 3, kind: ACTION.split, ratio: 2 }],
    [1, 1, 0.6, 0.6, 1],
  ],
  [
    "a split and cash, told one after the other",
    [10, 10, 5, 3, 3],
    [
      { exRow: 2, row: 3, ratio: 2 },
      { exRow: 3, row: 4, cash: 2 },
    ],
    [],
    [1, 1, 0.5, 0.6, 1],
  ],
  [
    "cash and a later split, told at once",
    [10, 10, 6, 3, 3],
    [
      { exRow: 2, row: 4, cash: 4 },
      { exRow: 3, row: 4, ratio: 2 },
    ],
    [],
    [1, 1, 0.6, 0.3, 1],
  ],
  [
    "cash, and a later split told after it",
    [100, 100, 90, 45, 45, 45],
    [
      { exRow: 2, row: 4, cash: 10 },
      { exRow: 3, row: 5, ratio: 2 },
    ],
    [],
    [1, 1, 0.9, 0.45, 0.55, 1],
  ],
  [
    "cash and a split of one day",
    [100, 100, 45, 45, 45, 45],
    [
      { exRow: 2, row: 3, cash: 10 },
      { exRow: 2, row: 4, ratio: 2 },
    ],
    [],
    [1, 1, 0.45, 0.55, 1, 1],
  ],
  [
    "a split, and cash on the shares that it owed, told before it",
    [100, 100, 50, 40, 40, 40],
    [
      { exRow: 2, row: 5, ratio: 2 },
      { exRow: 3, row: 4, cash: 10 },
    ],
    [],
    [1, 1, 0.5, 0.4, 0.5, 1],
  ],
  [
    "two splits, told the other way round",
    [100, 100, 50, 25, 25, 25],
    [
      { exRow: 2, row: 5, ratio: 2 },
      { exRow: 3, row: 4, ratio: 2 },
    ],
    [],
    [1, 1, 0.5, 0.25, 0.5, 1],
  ],
  [
    "cash, after a split that fell on a missing close",
    [100, 100, Number.NaN, 45, 45, 45],
    [{ exRow: 3, row: 4, cash: 5 }],
    [{ instrument: 0, row: 2, kind: ACTION.split, ratio: 2 }],
    [1, 1, 1, 0.9, 1, 1],
  ],
])("the benchmark receives what is told late with the account: %s", (_, close, told, punctual, levels) => {
  const run = go(late(close, told, punctual), { 0: 10_000 / close[0]! });
  expect(Array.from(run.benchmark, (level) => level.toFixed(9))).toEqual(
    levels.map((level) => level.toFixed(9)),
  );
  expect(dollars(run)).toEqual(levels.map((level) => 10_000 * level));
});

test.each<[string, Partial<BacktestConfig>, readonly number[]]>([
  ["who begins after the ex-date", { from: FIRST_DATE + 2 }, [1, 1, 1, 1, 1, 1]],
  ["who holds it only from then on", {}, [0, 0, 1, 1, 1, 1]],
])("the benchmark receives nothing of what was never held: %s", (_, own, members) => {
  const panel = late([100, 50, 50, 50, 50, 50], [{ exRow: 1, row: 4, ratio: 2 }]);
  panel.members.set(members);
  const run = unwrap(
    runBacktest({ panel, strategy: events(() => {}), parameters: {}, config: { ...config, ...own } }),
  );
  expect(new Set(run.benchmark)).toEqual(new Set([1]));
});

test("the benchmark receives what is owed for a name that has left it since", () => {
  const panel = late([100, 100, 50, 50, 50, 50], [{ exRow: 2, row: 4, ratio: 2 }]);
  panel.members.set([1, 1, 1, 0, 0, 0]);
  const run = unwrap(runBacktest({ panel, strategy: events(() => {}), parameters: {}, config }));
  expect(Array.from(run.benchmark)).toEqual([1, 1, 0.5, 0.5, 1, 1]);
});

test("what was bought after the ex-date is owed nothing, and what was sold after it is owed still", () => {
  const panel = late([10, 10, 5, 5, 5], [{ exRow: 2, row: 4, ratio: 2 }]);
  expect(dollars(go(panel, { 2: 100 }))).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
  expect(dollars(go(panel, { 0: 100, 2: -100 }))).toEqual([10_000, 10_000, 9_500, 9_500, 10_000]);
});

test("a dividend told late is paid for the shares held before its ex-date, less the tax, on its day or at once", () => {
  const tax = { dividendTaxPercent: { XNYS: 10 } };
  const told = { exRow: 2, row: 3, cash: 0.5 };
  expect(dollars(go(late(flat(10), [told]), { 0: 100, 2: -100 }, tax))).toEqual([
    10_000, 10_000, 10_000, 10_045, 10_045,
  ]);
  const later = go(late(flat(10), [{ ...told, payDate: FIRST_DATE + 4 }]), { 0: 100 }, tax);
  expect(dollars(later)).toEqual([10_000, 10_000, 10_000, 10_045, 10_045]);
  expect(later.cashMinor.at(-1)! - later.cashMinor[1]!).toBe(4_500);
});

test("a dividend corrected later is paid the difference, and one taken back is given back with its tax", () => {
  const dividend = { instrument: 0, row: 1, kind: ACTION.cashDividend, cash: 0.5 };
  const tax = { dividendTaxPercent: { XNYS: 10 } };
  const told = (cash: number) => late(flat(10), [{ exRow: 2, row: 3, cash }], [{ ...dividend, row: 2 }]);
  expect(dollars(go(told(0.1), { 0: 100 }, tax))).toEqual([10_000, 10_000, 10_045, 10_054, 10_054]);
  expect(dollars(go(told(-0.5), { 0: 100 }, tax))).toEqual([10_000, 10_000, 10_045, 10_000, 10_000]);
});

test("what is owed takes part in the splits and dividends that are known meanwhile", () => {
  const panel = late(
    [10, 10, 5, 2, 2],
    [{ exRow: 2, row: 4, ratio: 2 }],
    [
      { instrument: 0, row: 3, kind: ACTION.split, ratio: 2 },
      { instrument: 0, row: 3, kind: ACTION.cashDividend, cash: 1 },
    ],
  );
  // 100 at 10 become 400 at 2, and 200 of cash.
  expect(dollars(go(panel, { 0: 100 }))).toEqual([10_000, 10_000, 9_500, 9_500, 10_000]);
});

test("of two splits that overlap each is booked as far as is known when it is told, whichever comes first", () => {
  const close = [12, 12, 24, 8, 8, 8];
  const reverse = { exRow: 2, ratio: 0.5 };
  const forward = { exRow: 3, ratio: 3 };
  // 100 at 12. The forward split alone makes 300 of them, the reverse one alone 50, both 150.
  const [before, after] = [
    [10_000, 10_000, 11_200, 9_600],
    [11_200, 9_200, 10_000],
  ];
  const first = late(close, [
    { ...forward, row: 4 },
    { ...reverse, row: 5 },
  ]);
  expect(dollars(go(first, { 0: 100 }))).toEqual([...before!, after![0], after![2]]);
  const last = late(close, [
    { ...reverse, row: 4 },
    { ...forward, row: 5 },
  ]);
  expect(dollars(go(last, { 0: 100 }))).toEqual([...before!, after![1], after![2]]);
  const together = late(close, [
    { ...reverse, row: 5 },
    { ...forward, row: 5 },
  ]);
  expect(dollars(go(together, { 0: 100 }))).toEqual([...before!, before![3], after![2]]);
});

test("a dividend told before the split on whose shares it was due pays those shares when the split is told", () => {
  const split = { exRow: 2, ratio: 2 };
  const dividend = { exRow: 3, cash: 1 };
  const close = [10, 10, 5, 4, 4, 4];
  const first = late(close, [
    { ...split, row: 5 },
    { ...dividend, row: 4 },
  ]);
  expect(dollars(go(first, { 0: 100 }))).toEqual([10_000, 10_000, 9_500, 9_400, 9_500, 10_000]);
  const last = late(close, [
    { ...split, row: 4 },
    { ...dividend, row: 5 },
  ]);
  expect(dollars(go(last, { 0: 100 }))).toEqual([10_000, 10_000, 9_500, 9_400, 9_800, 10_000]);
});

test("what is owed meanwhile is taxed as what is held was: given back with its tax, and never for a short", () => {
  const tax = { dividendTaxPercent: { XNYS: 10 } };
  const paid = [{ instrument: 0, row: 3, kind: ACTION.cashDividend, cash: 1 }];
  // A reverse split told late: half of the dividend was for shares that were none.
  const panel = late([10, 10, 20, 19, 19], [{ exRow: 2, row: 4, ratio: 0.5 }], paid);
  const told = late(
    [10, 10, 20, 19, 19],
    [],
    [{ instrument: 0, row: 2, kind: ACTION.split, ratio: 0.5 }, ...paid],
  );
  for (const shares of [100, -100])
    expect(dollars(go(panel, { 0: shares }, tax)).at(-1)).toBe(dollars(go(told, { 0: shares }, tax)).at(-1));
});

test("shares told of after a merger are paid the last close, whether a delisting return is given or not", () => {
  for (const delistReturn of [Number.NaN, 0]) {
    const panel = world(
      [{ iid: "A", close: [10, 10, 5, 5, Number.NaN, Number.NaN], more: { delistedRow: 4, delistReturn } }],
      [{ instrument: 0, row: 4, kind: ACTION.merger, ratio: 0, cash: 5 }],
      { lateActions: lateActions([{ exRow: 2, row: 5, ratio: 2 }]) },
    );
    expect(dollars(go(panel, { 0: 100 }))).toEqual([10_000, 10_000, 9_500, 9_500, 9_500, 10_000]);
  }
});

test("a dividend told when its day of payment has opened is paid at once", () => {
  // A session is known when the next one has opened.
  const slow = market("XNYS", "USD", 0.2, 23.9, 24.4, 6);
  const told = lateActions([{ exRow: 3, row: 4, cash: 0.5, payDate: FIRST_DATE + 5 }]);
  const panel = world([{ iid: "A", close: [10, 10, 10, 10, 10, 10] }], [], {
    markets: [slow],
    lateActions: told,
  });
  const strategy = events((context, k) => {
    if (k === 0) context.submit("A", { type: "market", shares: 100, timeInForce: "gtc" });
  });
  const { run, book } = unwrap(simulateBacktest({ panel, strategy, parameters: {}, config }));
  expect(run.navMinor.at(-1)).toBe(1_000_000 + 5_000);
  expect(book.ledger.balance(0, ACCOUNT.dividendsDue)).toBe(0);
});

test("a fraction of a share that was owed is paid out at the price of the day", () => {
  const panel = late([10, 10, 4, 4, 4], [{ exRow: 2, row: 3, ratio: 2.5 }]);
  const run = go(panel, { 0: 5 });
  expect(dollars(run)).toEqual([10_000, 10_000, 9_970, 10_000, 10_000]);
  expect(run.cashMinor.at(-1)).toBe(995_000 + 200);
});

test("what becomes known of a name that has gone is paid out as its shares were", () => {
  const panel = world(
    [{ iid: "A", close: [10, 10, 5, Number.NaN, Number.NaN], more: { delistedRow: 3, delistReturn: -0.4 } }],
    [],
    { lateActions: lateActions([{ exRow: 2, row: 4, ratio: 2 }]) },
  );
  expect(dollars(go(panel, { 0: 100 }))).toEqual([10_000, 10_000, 9_500, 9_300, 9_600]);
});

test("[P8] what is told late changes nothing before it is told, however ex-dates overlap", () => {
  let overlapping = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 8, max: 40 }),
      fc.nat(),
      (seed, sessions, pick) => {
        const world = createWorld({ seed, instruments: 1, sessions, isSingleMarket: true });
        const random = createRandom(seed);
        const told = Array.from({ length: sessions - 2 }, (_, k) => k + 1)
          .filter(() => random.uniform() < 0.3)
          .map((exRow) => ({
            exRow,
            row: Math.min(exRow + 1 + random.integer(6), sessions - 1),
            ratio: [1, 2, 0.5, 3][random.integer(4)]!,
            cash: random.integer(2),
          }));
        const panel = { ...world, lateActions: lateActions(told) };
        const holding = events((context, k) => {
          if (k % 9 === 0 && context.members.length > 0)
            context.submit("I000", { type: "market", shares: 10_000 * (k % 2 === 0 ? 1 : -1) });
        });
        const run = (world: Panel) =>
          outlive(
            runBacktest({
              panel: world,
              strategy: holding,
              parameters: {},
              config: { ...config, capitalMinor: 1e12 },
            }),
          );
        const whole = run(panel);
        const d = pick % whole.instants.length;
        const known = run(truncateWorld(panel, whole.instants[d]!));
        expect(known.navMinor).toEqual(whole.navMinor.subarray(0, d + 1));
        if (told.some((a) => told.some((b) => b.exRow < a.exRow && a.exRow < b.row && a.row < b.row)))
          overlapping++;
      },
    ),
    runs(88),
  );
  expect(overlapping).toBeGreaterThan(WORLDS / 4);
});

test("[P4] who holds, long or short, comes out with the same shares and money, told in time or late", () => {
  let booked = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 8, max: 40 }), (seed, sessions) => {
      const punctual = createWorld({
        seed,
        instruments: 1,
        sessions,
        hasActions: true,
        isSingleMarket: true,
      });
      punctual.members.fill(1);
      const delayed = delayActions(punctual, seed);
      const side = seed % 2 === 0 ? 1 : -1;
      const holding = events((context, k) => {
        if (k === 0) context.submit("I000", { type: "market", shares: side * 1_000_000, timeInForce: "gtc" });
      });
      const run = (panel: Panel) =>
        unwrap(
          runBacktest({
            panel,
            strategy: holding,
            parameters: {},
            config: { ...config, capitalMinor: 1e12, dividendTaxPercent: { XNYS: 15 } },
          }),
        );
      const [early, late] = [run(punctual), run(delayed)];
      // What waits to be filled on an ex-date is adjusted by what is known.
      if (delayed.lateActions!.exRow.some((row) => row < 2)) return;
      booked += delayed.lateActions!.row.length;
      // Cash in lieu of a fraction is paid at the price of another day, and a minor unit may be rounded otherwise.
      const price = Math.max(...punctual.columns.close!.filter((close) => !Number.isNaN(close)));
      const difference = Math.abs(early.navMinor.at(-1)! - late.navMinor.at(-1)!);
      expect(difference).toBeLessThanOrEqual(100 * 2 * price * (1 + delayed.lateActions!.row.length));
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(booked).toBeGreaterThan(100);
});

test.each<[string, Partial<PanelLateActions>, string]>([
  ["known before its ex-date", { row: Int32Array.of(1) }, "must have its ex-date before it is known"],
  ["outside the panel", { row: Int32Array.of(5) }, "both inside the panel, had rows 2 and 5"],
  ["a ratio of 0", { ratio: Float64Array.of(0) }, "ratio must be above 0, was 0"],
  ["cash that is no number", { cash: Float64Array.of(Number.NaN) }, "cash must be a finite number"],
  ["of no instrument", { instrument: Int32Array.of(3) }, "is of no instrument of the panel"],
  [
    "columns of other lengths",
    { cash: new Float64Array(2) },
    "late actions have 1 instruments, but 2 of cash",
  ],
])("a late action %s is refused by name", (_, change, sentence) => {
  const panel = late(flat(10), [{ exRow: 2, row: 3 }]);
  const wrong = { ...panel, lateActions: { ...panel.lateActions!, ...change } };
  expect(() => go(wrong, {})).toThrow(sentence);
});
