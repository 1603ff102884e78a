import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommissionRate, CostModel, SlippageRule } from "../../contract/costs.ts";
import { runs } from "../../testing/arbitrary-world.ts";
import { sessionDateOf } from "../calendar-day.ts";
import { compileCosts } from "./compile-costs.ts";
import { costModels } from "./cost-models.ts";
import { taxRows } from "./tax-rows.ts";

const N = Number.NaN;
const day = sessionDateOf;

/** Commission, slippage and tax of one fill. */
function charged(
  model: Partial<CostModel>,
  shares: number,
  price: number,
  { mic = "XNYS", date = day(2024, 6, 3), minor = 100, volume = N, volatility = N, iid = "" } = {},
): number[] {
  const out = { commission: N, slippage: N, tax: N };
  const compiled = compileCosts({ ...costModels.none, ...model }, ["XPAR", mic], ["other", iid]);
  compiled.charge(1, date, shares, price, minor, volume, volatility, out, iid === "" ? -1 : 1);
  return [out.commission, out.slippage, out.tax];
}

test.each<[string, CommissionRate, number, number]>([
  ["nothing", {}, 100, 0],
  ["an amount per order", { perOrder: 4.95 }, 100, 495],
  ["an amount per share", { perShare: 0.005 }, 100, 50],
  ["basis points", { bps: 3 }, 100, 60],
  ["not less than the minimum", { perShare: 0.005, minimum: 1 }, 100, 100],
  ["not more than the maximum", { bps: 100, maximum: 15 }, 100, 1_500],
  ["the sum of all three", { perOrder: 1, perShare: 0.01, bps: 1 }, -100, 220],
])("commission is %s", (_, commission, shares, minor) => {
  expect(charged({ commission }, shares, 20)).toEqual([minor, 0, 0]);
});

test("a market's own commission takes the place of the common one", () => {
  const model = { commission: { bps: 10 }, commissionByMarket: { XKRX: { bps: 1.5, minimum: 100 } } };
  expect(charged(model, 10, 70_000, { mic: "XKRX", minor: 1 })).toEqual([105, 0, 0]);
  expect(charged(model, 10, 70_000, { mic: "XTKS", minor: 1 })).toEqual([700, 0, 0]);
});

test.each<[string, SlippageRule, number, number, number]>([
  ["a fixed amount per share", { kind: "fixed", amount: 0.02 }, N, N, 2_000],
  ["basis points", { kind: "bps", bps: 5 }, N, N, 2_500],
  ["half the spread", { kind: "half-spread", spread: 0.02 }, N, N, 1_000],
  // 1,000 of 100,000 shares: 0.1·0.01² of 50,000.
  ["a volume share", { kind: "volume-share", impact: 0.1, cap: 0.025, fallbackBps: 7 }, 100_000, N, 50],
  // A share of a tenth counts as 0.025: 0.1·0.025² of 50,000 is 3.125.
  [
    "a capped volume share",
    { kind: "volume-share", impact: 0.1, cap: 0.025, fallbackBps: 7 },
    10_000,
    N,
    313,
  ],
  [
    "a fallback without volume",
    { kind: "volume-share", impact: 0.1, cap: 0.025, fallbackBps: 7 },
    N,
    N,
    3_500,
  ],
  // 0.8·0.02·√0.01 of 50,000.
  ["a square root", { kind: "square-root", coefficient: 0.8, fallbackBps: 7 }, 100_000, 0.02, 8_000],
  ["a fallback with volume 0", { kind: "square-root", coefficient: 0.8, fallbackBps: 7 }, 0, 0.02, 3_500],
  [
    "a fallback without volatility",
    { kind: "square-root", coefficient: 0.8, fallbackBps: 7 },
    100_000,
    N,
    3_500,
  ],
])("slippage is %s, the same for a buy and a sell", (_, slippage, volume, volatility, minor) => {
  expect(charged({ slippage }, 1_000, 50, { volume, volatility })).toEqual([0, minor, 0]);
  expect(charged({ slippage }, -1_000, 50, { volume, volatility })).toEqual([0, minor, 0]);
});

test.each([
  // Korea: first trade dates that settle under each rate. 100 shares at 100,000 won are ten million.
  ["XKRX", -100, 100_000, 1, [2019, 5, 29], 30_000],
  ["XKRX", -100, 100_000, 1, [2019, 5, 30], 25_000],
  ["XKRX", -100, 100_000, 1, [2020, 12, 29], 23_000],
  ["XKRX", -100, 100_000, 1, [2022, 12, 27], 23_000],
  ["XKRX", -100, 100_000, 1, [2022, 12, 28], 20_000],
  ["XKRX", -100, 100_000, 1, [2023, 12, 27], 18_000],
  ["XKRX", -100, 100_000, 1, [2024, 12, 26], 18_000],
  ["XKRX", -100, 100_000, 1, [2024, 12, 27], 15_000],
  ["XKRX", -100, 100_000, 1, [2025, 12, 29], 20_000],
  ["XKRX", 100, 100_000, 1, [2024, 6, 3], 0],
  ["XLON", 1_000, 2.5, 100, [2024, 6, 3], 1_250],
  ["XLON", -1_000, 2.5, 100, [2024, 6, 3], 0],
  ["XHKG", 1_000, 50, 100, [2021, 7, 31], 5_000],
  ["XHKG", -1_000, 50, 100, [2021, 8, 1], 6_500],
  ["XHKG", 1_000, 50, 100, [2023, 11, 16], 6_500],
  ["XHKG", -1_000, 50, 100, [2023, 11, 17], 5_000],
  // A million dollars sold, by the rate per million of the advisories.
  ["XNYS", -10_000, 100, 100, [2018, 5, 21], 2_310],
  ["XNYS", -10_000, 100, 100, [2018, 5, 22], 1_300],
  ["XNYS", -10_000, 100, 100, [2021, 2, 24], 2_210],
  ["XNYS", -10_000, 100, 100, [2021, 2, 25], 510],
  ["XNYS", -10_000, 100, 100, [2024, 6, 3], 2_780],
  ["XNYS", -10_000, 100, 100, [2025, 5, 14], 0],
  ["XNYS", 10_000, 100, 100, [2024, 6, 3], 0],
] as const)(
  "%s: %d shares at %d pay the tax of their trade date",
  (mic, shares, price, minor, [y, m, d], tax) => {
    expect(charged({ taxes: taxRows }, shares, price, { mic, minor, date: day(y, m, d) })).toEqual([
      0,
      0,
      tax,
    ]);
  },
);

test("an exempt instrument pays no tax; several levies in force add up", () => {
  const taxes = [
    { mic: "XLON", side: "buy", bps: 50, from: null, to: null, source: "a" },
    { mic: "XLON", side: "buy", bps: 10, from: day(2024, 1, 1), to: day(2025, 1, 1), source: "b" },
  ] as const;
  const model = { taxes, taxExempt: ["fund"] };
  expect(charged(model, 100, 10, { mic: "XLON", iid: "fund" })).toEqual([0, 0, 0]);
  expect(charged(model, 100, 10, { mic: "XLON", iid: "share" })).toEqual([0, 0, 600]);
  expect(charged(model, 100, 10, { mic: "XLON", date: day(2025, 1, 1) })).toEqual([0, 0, 500]);
});

test("the tax rows of each market and side follow one another without gap or overlap", () => {
  for (const mic of ["XKRX", "XLON", "XHKG", "XNYS"])
    for (const side of ["buy", "sell"]) {
      const rows = taxRows.filter((row) => row.mic === mic && row.side === side);
      rows.slice(1).forEach((row, k) => {
        expect(row.from).toBe(rows[k]!.to);
        expect(row.from! > (rows[k]!.from ?? Number.NEGATIVE_INFINITY)).toBe(true);
      });
      if (rows.length > 0) expect(rows.at(-1)!.to).toBeNull();
    }
});

test("the ready models charge their basis points, and none nothing", () => {
  const year2024 = { mic: "XKRX", minor: 1, date: day(2024, 6, 3) };
  expect(charged(costModels.institutional, -100, 70_000, year2024)).toEqual([1_400, 3_500, 12_600]);
  expect(charged(costModels.retail, -100, 70_000, year2024)).toEqual([7_000, 7_000, 12_600]);
  expect(charged(costModels.none, -100, 70_000, year2024)).toEqual([0, 0, 0]);
});

test("borrow rates go by instrument, and the volume cap by the slippage rule", () => {
  const financing = { ...costModels.retail.financing, borrowBpsByInstrument: { hard: 4_000 } };
  const compiled = compileCosts({ ...costModels.retail, financing }, ["XNYS"], ["easy", "hard"]);
  expect([...compiled.borrowBps]).toEqual([300, 4_000]);
  expect(compiled.volumeCap).toBe(Number.POSITIVE_INFINITY);
  const slippage = { kind: "volume-share", impact: 0.1, cap: 0.025, fallbackBps: 5 } as const;
  expect(compileCosts({ ...costModels.none, slippage }, []).volumeCap).toBe(0.025);
});

test("basis points round to whole minor units, halves up, as exact arithmetic does", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.boolean(),
      (shares, won, bps, isSell) => {
        const exact = (BigInt(shares) * BigInt(won) * BigInt(bps) * 2n + 10_000n) / 20_000n;
        const signed = isSell ? -shares : shares;
        const out = charged({ commission: { bps }, slippage: { kind: "bps", bps } }, signed, won, {
          minor: 1,
        });
        expect(out).toEqual([Number(exact), Number(exact), 0]);
      },
    ),
    runs(2),
  );
});

const rate = fc.integer({ min: 0, max: 400 }).map((n) => n / 8);
const fills = fc.array(
  fc.record({
    shares: fc.integer({ min: -5_000, max: 5_000 }).filter((n) => n !== 0),
    price: fc.integer({ min: 1, max: 100_000 }).map((n) => n / 100),
    volume: fc.oneof(fc.constant(N), fc.integer({ min: 0, max: 100_000 })),
    volatility: fc.oneof(fc.constant(N), fc.double({ min: 0, max: 0.2, noNaN: true })),
    date: fc.integer({ min: 10_000, max: 21_000 }),
    mic: fc.constantFrom("XKRX", "XLON", "XHKG", "XNYS"),
  }),
  { minLength: 1, maxLength: 10 },
);
const slippages = (x: number): SlippageRule[] => [
  { kind: "fixed", amount: x },
  { kind: "bps", bps: x },
  { kind: "half-spread", spread: x },
  { kind: "volume-share", impact: x, cap: 0.1, fallbackBps: x },
  { kind: "square-root", coefficient: x, fallbackBps: x },
];

test("[P17] with any rate higher, no fill of a fixed list costs less; all costs are whole and never negative", () => {
  fc.assert(
    fc.property(
      fills,
      fc.tuple(rate, rate, rate, rate, rate, rate),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 1, max: 100 }),
      (list, rates, raised, kind, more) => {
        const modelOf = (x: readonly number[]): Partial<CostModel> => ({
          commission: {
            perOrder: x[0]!,
            perShare: x[1]!,
            bps: x[2]!,
            minimum: x[3]!,
            maximum: x[3]! + 50 + x[4]!,
          },
          slippage: slippages(x[5]!)[kind]!,
          taxes: taxRows.map((row) => (raised === 6 && x !== rates ? { ...row, bps: row.bps + more } : row)),
        });
        const higher = rates.map((x, k) => (k === raised ? x + more / 4 : x));
        for (const { shares, price, ...rest } of list) {
          const before = charged(modelOf(rates), shares, price, rest);
          const after = charged(modelOf(higher), shares, price, rest);
          for (let k = 0; k < 3; k++) {
            if (!(after[k]! >= before[k]! && before[k]! >= 0 && Number.isInteger(before[k])))
              throw new Error(`cost ${k} was ${before[k]}, then ${after[k]}`);
          }
        }
      },
    ),
    runs(17),
  );
});

test.each<[string, Partial<CostModel>]>([
  ["commission, bps must be from 0", { commission: { bps: -1 } }],
  ["commission, maximum must be from 5", { commission: { minimum: 5, maximum: 4 } }],
  ["XKRX, per share must be a finite number", { commissionByMarket: { XKRX: { perShare: N } } }],
  ["slippage, bps must be", { slippage: { kind: "bps", bps: N } }],
  ["slippage cap must be", { slippage: { kind: "volume-share", impact: 1, cap: 2, fallbackBps: 0 } }],
  ["slippage fallback, bps must be", { slippage: { kind: "square-root", coefficient: 1, fallbackBps: -1 } }],
  ["slippage must be of a known kind", { slippage: { kind: "luck" } as unknown as SlippageRule }],
  [
    "tax of XLON, bps must be",
    { taxes: [{ mic: "XLON", side: "buy", bps: -1, from: null, to: null, source: "" }] },
  ],
  ["must end after it starts", { taxes: [{ mic: "XLON", side: "buy", bps: 1, from: 5, to: 5, source: "" }] }],
  ["borrow bps must be", { financing: { ...costModels.none.financing, borrowBps: -1 } }],
  ["the day count must be 360 or 365", { financing: { ...costModels.none.financing, dayCount: 252 as 360 } }],
])("a model is refused: %s", (message, model) => {
  expect(() => charged(model, 1, 1)).toThrow(message);
});
