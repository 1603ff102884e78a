import { describe, expect, test } from "vitest";
import type { BacktestConfig, BacktestRun } from "../contract/backtest.ts";
import type { SlippageRule } from "../contract/costs.ts";
import { ACTION, type Panel } from "../contract/panel.ts";
import type { EngineErrorCode } from "../contract/result.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { FIRST_DATE } from "../testing/world.ts";
import { NEW_YORK } from "./testing/hand-made-world.ts";
import { nothingFills, simulate, soundRun } from "./testing/sound-run.ts";
import {
  expressing,
  LONDON,
  ordering,
  pounds,
  soundWorld,
  threeWays,
  weighing,
  withValue,
} from "./testing/sound-world.ts";

const N = Number.NaN;
const I = Number.POSITIVE_INFINITY;
const WAY_OUT = [N, I, -I];
const { institutional } = costModels;

const atClose = { fillAt: "next-close" } as const;
const slippage = (rule: SlippageRule) => ({ costs: { ...institutional, slippage: rule } });
const rootImpact = slippage({ kind: "square-root", coefficient: 1, fallbackBps: 5 });
const shareImpact = slippage({ kind: "volume-share", impact: 0.1, cap: 0.1, fallbackBps: 5 });
const action = (
  kind: number,
  numbers: { ratio?: number; cash?: number; costShare?: number; other?: number },
) => soundWorld([{ instrument: 0, row: 2, kind, ...numbers }]);
const without = (...names: string[]): Panel => {
  const panel = soundWorld();
  const columns = Object.entries(panel.columns).filter(([name]) => !names.includes(name));
  return { ...panel, columns: Object.fromEntries(columns) };
};
const empty = (): Panel => {
  const columns = Object.keys(soundWorld().columns).map((name) => [name, new Float64Array(0)]);
  const rest = {
    offsets: Int32Array.of(0),
    columns: Object.fromEntries(columns),
    members: new Uint8Array(0),
  };
  return { ...soundWorld(), instruments: [], ...rest };
};
const inMarkets = (change: (market: typeof NEW_YORK) => typeof NEW_YORK): Panel => ({
  ...soundWorld(),
  markets: [change(NEW_YORK), LONDON],
});
const DAY = 864e8;
const onThirdDay = (FIRST_DATE + 2) * DAY + 3.6e9;

const fillsNoneOn = (day: number) => (run: BacktestRun) =>
  expect(
    Array.from(run.fills.at).filter(
      (at, k) => run.fills.instrument[k] === 0 && Math.floor(at / DAY) === FIRST_DATE + day,
    ),
  ).toEqual([]);
const fillsSome = (run: BacktestRun) => expect(run.fills.at.length).toBeGreaterThan(0);

/** What is wrong with the world or the settings, the rule of SPEC.md that says what then holds, and what must show. */
type Ruled = [string, string, Panel, (run: BacktestRun) => void, Partial<BacktestConfig>?];
const ruled: Ruled[] = [
  ["an open that is missing", "E46", withValue("open", N, 2), fillsSome],
  ["a close that is missing", "E17", withValue("close", N, 2), fillsSome],
  ["closes that are all missing", "E89", withValue("close", N), nothingFills],
  [
    "opens that are all missing",
    "E46",
    withValue("open", N),
    (run) => expect(run.costsMinor.tax).toBeGreaterThanOrEqual(0),
  ],
  ...[I, -1, 0, 9].map(
    (high): Ruled => [`a high of ${high}`, "E52", withValue("high", high, 2), fillsNoneOn(2)],
  ),
  ...[I, -1, 0, 100].map(
    (low): Ruled => [`a low of ${low}`, "E52", withValue("low", low, 2), fillsNoneOn(2)],
  ),
  ["a high that is missing", "E52", withValue("high", N, 2), fillsSome],
  ["a low that is missing", "E52", withValue("low", N, 2), fillsSome],
  ...[I, -1, 1e300].map(
    (vwap): Ruled => [
      `a VWAP of ${vwap}`,
      "E52",
      withValue("vwap", vwap),
      fillsSome,
      { fillAt: "next-vwap" },
    ],
  ),
  ...[0, -5].flatMap((volume): Ruled[] =>
    [{}, { volumeCap: 0.1 }, rootImpact, shareImpact, atClose].map(
      (own): Ruled => [`a volume of ${volume}`, "E52", withValue("volume", volume), nothingFills, own],
    ),
  ),
  ["a volume that is missing, under a cap", "E52", withValue("volume", N), nothingFills, { volumeCap: 0.1 }],
  [
    "a volume that is missing, with an impact's cap",
    "E52",
    withValue("volume", N),
    nothingFills,
    shareImpact,
  ],
  ["a volume that is missing", "E59", withValue("volume", N), fillsSome, rootImpact],
  ...[{}, { volumeCap: 0.1 }, rootImpact, shareImpact].map(
    (own): Ruled => ["a volume without end", "E50", withValue("volume", I), fillsSome, own],
  ),
  ["less than a share of volume", "E50", withValue("volume", 0.5), nothingFills, { volumeCap: 1 }],
  ...[0, -5, N, I, 1e308].flatMap((count): Ruled[] => [
    [`${count} shares outstanding`, "E75", withValue("sharesOutstanding", count), fillsSome],
    [`${count} shares outstanding on a day`, "E75", withValue("sharesOutstanding", count, 1), fillsSome],
  ]),
  ["a split that leaves nobody a share", "E36", action(ACTION.split, { ratio: 1e-9 }), fillsSome],
  ...[9.99, 10, 11, 1e6].map(
    (cash): Ruled => [
      `a dividend of ${cash} on a price of 10.5`,
      "E33",
      action(ACTION.cashDividend, { cash }),
      (run) => expect(run.navMinor[2]).toBeGreaterThan(900_000),
    ],
  ),
  [
    "a pay-date before the ex-date",
    "E34",
    {
      ...soundWorld(),
      actions: { ...action(ACTION.cashDividend, { cash: 1 }).actions, payDate: Int32Array.of(1) },
    },
    fillsSome,
  ],
  [
    "a merger for nothing",
    "E40",
    action(ACTION.merger, { ratio: 0 }),
    (run) => expect(run.navMinor[2]).toBeLessThan(800_000),
  ],
  [
    "a first fixing on the third day",
    "E16",
    { ...soundWorld(), fx: [pounds([onThirdDay], [1.25])] },
    fillsSome,
  ],
  [
    "a first fixing on the third day, held",
    "E16",
    { ...soundWorld(), fx: [pounds([onThirdDay], [1.25])] },
    fillsSome,
    { foreignCash: "hold" },
  ],
  [
    "no rate into the base until the third day",
    "E16",
    { ...soundWorld(), fx: [pounds([onThirdDay], [1.25])] },
    fillsSome,
    { currency: "GBP" },
  ],
  ["no instruments", "E69", empty(), nothingFills],
  ["no members", "E69", { ...soundWorld(), members: new Uint8Array(10) }, nothingFills],
  [
    "one session",
    "E7",
    soundWorld(),
    (run) => expect(Array.from(run.navMinor)).toEqual([1_000_000]),
    { to: FIRST_DATE },
  ],
  [
    "a lot that no money buys",
    "E54",
    soundWorld([], { lotSize: 1e9 }),
    (run) => expect(run.fills.shares.every((_, k) => run.fills.instrument[k] === 1)).toBe(true),
  ],
  [
    "a delisting that loses all",
    "E43",
    soundWorld([], { delistedRow: 3, delistReturn: -1 }),
    (run) => expect(run.navMinor[3]).toBeLessThan(800_000),
  ],
  [
    "a delisting on the first row",
    "E43",
    soundWorld([], { delistedRow: 0, delistReturn: -1 }),
    (run) => expect(run.fills.shares.every((_, k) => run.fills.instrument[k] === 1)).toBe(true),
  ],
  [
    "a price of a millionth of a cent",
    "E70",
    {
      ...soundWorld(),
      columns: Object.fromEntries(
        Object.entries(soundWorld().columns).map(([name, values]) => [
          name,
          name === "volume" ? values : values.map(() => 1e-8),
        ]),
      ),
    },
    fillsSome,
  ],
];

/** What is refused, by which code, and words of the sentence that says so. */
type Refused = [string, EngineErrorCode, string, Panel, Partial<BacktestConfig>?];
const refused: Refused[] = [
  ...["open", "close"].flatMap((name) =>
    [-3, 0, I, -I].map(
      (price): Refused => [
        `a price of ${price}`,
        "bad-panel",
        `the ${name} of A on 2020-01-03 is ${price}`,
        withValue(name, price, 2),
      ],
    ),
  ),
  ...[0, -1, ...WAY_OUT].map(
    (ratio): Refused => [
      `a split by ${ratio}`,
      "bad-panel",
      "ratio must be above 0",
      action(ACTION.split, { ratio }),
    ],
  ),
  ...[1e12, 1e300].map(
    (ratio): Refused => [
      `a split by ${ratio}`,
      "amount-too-large",
      "minor units",
      action(ACTION.split, { ratio }),
    ],
  ),
  ...[-1, ...WAY_OUT].map(
    (cash): Refused => [
      `a dividend of ${cash}`,
      "bad-panel",
      "cash must be from 0",
      action(ACTION.cashDividend, { cash }),
    ],
  ),
  ...[1e15, 1e300].map(
    (cash): Refused => [
      `a dividend of ${cash}`,
      "amount-too-large",
      "minor units",
      action(ACTION.cashDividend, { cash }),
    ],
  ),
  ["a merger for 1e300", "amount-too-large", "minor units", action(ACTION.merger, { ratio: 0, cash: 1e300 })],
  ...[-1, ...WAY_OUT].map(
    (ratio): Refused => [
      `a merger for ${ratio} shares`,
      "bad-panel",
      "ratio must be from 0",
      action(ACTION.merger, { ratio }),
    ],
  ),
  [
    "a spin-off into another market",
    "bad-panel",
    "other must be",
    action(ACTION.spinOff, { other: 1, costShare: 0.5 }),
  ],
  ["an unknown action", "bad-panel", "kind 9 is unknown", action(9, {})],
  ["no fixings", "bad-panel", "no exchange rate for GBP", { ...soundWorld(), fx: [] }],
  ["fixings without any", "bad-panel", "no exchange rate for GBP", { ...soundWorld(), fx: [pounds([], [])] }],
  ["a currency nobody knows", "bad-panel", "no exchange rate for EUR", soundWorld(), { currency: "EUR" }],
  ...[0, -1, ...WAY_OUT].map(
    (rate): Refused => [
      `a rate of ${rate}`,
      "bad-panel",
      "fixing 0 of GBP",
      { ...soundWorld(), fx: [pounds([0], [rate])] },
    ],
  ),
  ["fixings out of order", "bad-panel", "fixing 1 of GBP", { ...soundWorld(), fx: [pounds([5, 4], [1, 1])] }],
  [
    "fewer rates than fixings",
    "bad-panel",
    "fixing 1 of GBP",
    { ...soundWorld(), fx: [pounds([0, 1], [1])] },
  ],
  [
    "sessions out of order",
    "bad-panel",
    "sort the sessions",
    inMarkets((m) => ({ ...m, openAt: m.openAt.toReversed() })),
  ],
  [
    "a session twice",
    "bad-panel",
    "keep each once",
    inMarkets((m) => ({
      ...m,
      openAt: m.openAt.map((at, d) => (d === 3 ? m.openAt[2]! : at)),
      closeAt: m.closeAt.map((at, d) => (d === 3 ? m.closeAt[2]! : at)),
    })),
  ],
  [
    "an instant that is missing",
    "bad-panel",
    "XNYS on 2020-01-04",
    inMarkets((m) => ({ ...m, closeAt: m.closeAt.map((at, d) => (d === 3 ? N : at)) })),
  ],
  [
    "fewer opens than sessions",
    "bad-panel",
    "not as many opens",
    inMarkets((m) => ({ ...m, openAt: m.openAt.slice(1) })),
  ],
  ["no market", "unknown-market", "no market XNYS", { ...empty(), markets: [] }],
  ["no closes", "unknown-field", "close", without("close")],
  ["no opens", "unknown-field", "open", without("open")],
  [
    "a column that is too short",
    "bad-panel",
    "volume has 9 cells",
    { ...soundWorld(), columns: { ...soundWorld().columns, volume: new Float64Array(9) } },
  ],
  [
    "offsets that do not fit",
    "bad-panel",
    "A has 4 rows",
    { ...soundWorld(), offsets: Int32Array.of(0, 4, 10) },
  ],
  ["a market that is not there", "bad-panel", "A belongs to no market", soundWorld([], { market: 7 })],
  ["an id twice", "bad-panel", "two instruments B", soundWorld([], { iid: "B" })],
  ...[0, 0.5, -1, N].map(
    (lotSize): Refused => [`a lot of ${lotSize}`, "bad-panel", "lot of A", soundWorld([], { lotSize })],
  ),
  ["no delisting return", "bad-panel", "no delisting return", soundWorld([], { delistedRow: 3 })],
  ...[-1.5, I].map(
    (delistReturn): Refused => [
      `a delisting return of ${delistReturn}`,
      "bad-panel",
      "delisting return of A",
      soundWorld([], { delistedRow: 3, delistReturn }),
    ],
  ),
  [
    "a delisting return of 1e300",
    "amount-too-large",
    "minor units",
    soundWorld([], { delistedRow: 3, delistReturn: 1e300 }),
  ],
  [
    "no session in the range",
    "empty-range",
    "no session",
    soundWorld(),
    { from: FIRST_DATE + 3, to: FIRST_DATE + 1 },
  ],
  ...[0, -1, 0.5, 1e300, ...WAY_OUT].map(
    (capitalMinor): Refused => [
      `a capital of ${capitalMinor}`,
      "bad-argument",
      "capitalMinor",
      soundWorld(),
      { capitalMinor },
    ],
  ),
  ...WAY_OUT.map(
    (bps): Refused => [
      `a commission of ${bps}`,
      "bad-argument",
      "commission, bps",
      soundWorld(),
      { costs: { ...institutional, commission: { bps } } },
    ],
  ),
  [
    "a commission of 1e300",
    "amount-too-large",
    "minor units",
    soundWorld(),
    { costs: { ...institutional, commission: { perOrder: 1e300 } } },
  ],
  ...WAY_OUT.map(
    (bps): Refused => [
      `slippage of ${bps}`,
      "bad-argument",
      "slippage, bps",
      soundWorld(),
      slippage({ kind: "bps", bps }),
    ],
  ),
  ...WAY_OUT.map(
    (bps): Refused => [
      `a reference rate of ${bps}`,
      "bad-argument",
      "referenceRateBps of USD",
      soundWorld(),
      { referenceRateBps: { USD: bps } },
    ],
  ),
  ...["open", "close"].flatMap((name) =>
    [5e-324, 1e-300, 1e300].map(
      (price): Refused => [
        `a price of ${price}`,
        "bad-panel",
        `the ${name} of A on 2020-01-03 is ${price}`,
        withValue(name, price, 2),
      ],
    ),
  ),
  ...[5e-324, 1e308].map(
    (rate): Refused => [
      `a rate of ${rate}`,
      "bad-panel",
      "fixing 0 of GBP",
      { ...soundWorld(), fx: [pounds([0], [rate])] },
    ],
  ),
  [
    "a tax from no day",
    "bad-argument",
    "date of the tax of XNYS",
    soundWorld(),
    {
      costs: {
        ...institutional,
        taxes: [{ mic: "XNYS", side: "buy", bps: 5, from: N, to: null, source: "" }],
      },
    },
  ],
  [
    "fewer next sessions than sessions",
    "bad-panel",
    "1 next ones",
    inMarkets((m) => ({ ...m, nextSessionDates: new Int32Array(1) })),
  ],
  ...[N, 0.5].map(
    (firstSessionNumber): Refused => [
      `a first session numbered ${firstSessionNumber}`,
      "bad-panel",
      "whole number",
      inMarkets((m) => ({ ...m, firstSessionNumber })),
    ],
  ),
  [
    "a session since ever",
    "bad-panel",
    "XNYS on 2020-01-01",
    inMarkets((m) => ({ ...m, openAt: m.openAt.map((at, d) => (d === 0 ? -I : at)) })),
  ],
  [
    "a session never known",
    "bad-panel",
    "XNYS on 2020-01-05",
    inMarkets((m) => ({ ...m, decisionAt: m.decisionAt.map((at, d) => (d === 4 ? I : at)) })),
  ],
  ...["row", "kind", "ratio", "cash", "payDate", "other", "costShare"].map((name): Refused => {
    const { actions, ...panel } = action(ACTION.cashDividend, { cash: 1 });
    return [
      `no ${name} of an action`,
      "bad-panel",
      `0 of ${name}`,
      { ...panel, actions: { ...actions, [name]: new Float64Array(0) } },
    ];
  }),
];

describe.each(Object.entries(threeWays))("with a strategy written as %s", (_, make) => {
  test("what is sound gives a run of numbers alone", () => fillsSome(soundRun(soundWorld(), make())));

  test.each(ruled)(
    "%s falls under %s and gives a run of numbers alone",
    (_name, _rule, panel, check, own) => {
      check(soundRun(panel, make(), own));
    },
  );

  test.each(refused)("%s is refused by name: %s", (_name, code, said, panel, own) => {
    const result = simulate(panel, make(), own);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(!result.ok && result.error.message).toContain(said);
  });

  test("losing all is ruin, with its date", () => {
    const { columns } = soundWorld();
    const fallen = (values: Float64Array) => values.map((price, cell) => (cell === 2 ? 0.01 : price));
    const bars = { open: fallen(columns.open!), low: fallen(columns.low!), close: fallen(columns.close!) };
    const panel = { ...soundWorld(), columns: { ...columns, ...bars } };
    expect(simulate(panel, leveraged(make().kind))).toMatchObject({
      ok: false,
      error: { code: "ruin", details: { date: "2020-01-03" } },
    });
  });
});

/** Five times the capital in A, in each of the three ways. */
function leveraged(kind: Strategy["kind"]): Strategy {
  if (kind === "callback") return weighing(() => ({ A: 5 }));
  if (kind === "event") return ordering((bar) => bar.position("A") === 0 && bar.targetPercent("A", 500));
  return expressing(
    (field) => field.close!.lessThan(20),
    (signal) => signal.longShort({ count: 1 }, { gross: 10 }).equal(),
  );
}
