import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf } from "../calendars/day.ts";
import { markets } from "../markets.ts";
import { ceilToTick, floorToTick, roundToTick, tickSize } from "./tick.ts";
import { clampTo, priceBand, tradingRulesOf } from "./trading-rules.ts";

describe("ticks", () => {
  it.each([
    ["KR", "2023-01-24", 12_344, 12_350],
    ["KR", "2023-01-25", 12_344, 12_340],
    ["KR", "2023-01-24", 512_600, 513_000],
    ["US", "2024-01-02", 10.126, 10.13],
    ["UK", "2024-01-02", 1_234.56, 1_234.5],
    ["UK", "2024-01-02", 83.33, 83.34],
    ["HK", "2024-01-02", 0.2512, 0.25],
    ["HK", "2024-01-02", 61.23, 61.25],
  ])("of %s on %s print %d as %d", (prefix, day, price, printed) => {
    const market = markets.find((candidate) => candidate.prefix === prefix)!;
    expect(roundToTick(price, tradingRulesOf(market)(dayOf(day)).ticks)).toBe(printed);
  });

  it("move a price by at most half a tick, and never to zero", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...markets),
        fc.double({ min: 1e-6, max: 2e6, noNaN: true }),
        (market, price) => {
          const { rule } = market.ticks.at(-1)!;
          const printed = roundToTick(price, rule);
          const tick = tickSize(price, rule);
          expect(printed).toBeGreaterThan(0);
          expect(Math.abs(printed - Math.max(price, tick))).toBeLessThanOrEqual(tick * 0.5001);
          expect(floorToTick(price, rule)).toBeLessThanOrEqual(Math.max(price, tick) * (1 + 1e-8));
          expect(ceilToTick(price, rule)).toBeGreaterThanOrEqual(price * (1 - 1e-8));
        },
      ),
      { seed: 7 },
    );
  });
});

describe("price limits", () => {
  const seoul = markets.find(({ prefix }) => prefix === "KR")!;
  it.each([
    // 15 % of 10,050 is 1,507.5: 11,557.5 is no price, 11,550 is.
    ["2015-06-12", 10_050, 8_550, 11_550],
    ["2015-06-15", 10_050, 7_040, 13_050],
  ])("of Seoul on %s hold %d between %d and %d", (day, base, lowest, highest) => {
    expect(priceBand(base, tradingRulesOf(seoul)(dayOf(day)))).toEqual({ lowest, highest });
  });

  it("hold a price that would pass them, and are absent elsewhere", () => {
    const band = priceBand(10_000, tradingRulesOf(seoul)(dayOf("2020-01-02")));
    expect([clampTo(band, 20_000), clampTo(band, 100), clampTo(band, 9_990)]).toEqual([13_000, 7_000, 9_990]);
    const london = markets.find(({ prefix }) => prefix === "UK")!;
    expect(clampTo(priceBand(100, tradingRulesOf(london)(dayOf("2020-01-02"))), 900)).toBe(900);
  });
});
