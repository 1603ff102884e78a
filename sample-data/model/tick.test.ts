import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markets } from "../markets.ts";
import { roundToTick, tickSize } from "./tick.ts";

describe("ticks", () => {
  it.each([
    ["KR", 12_344, 12_350],
    ["KR", 512_600, 513_000],
    ["US", 10.126, 10.13],
    ["UK", 12.3456, 12.345],
    ["HK", 0.2512, 0.25],
    ["HK", 61.23, 61.25],
  ])("of %s print %d as %d", (prefix, price, printed) => {
    expect(roundToTick(price, markets.find((market) => market.prefix === prefix)!.ticks)).toBe(printed);
  });

  it("move a price by at most half a tick, and never to zero", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...markets),
        fc.double({ min: 1e-6, max: 2e6, noNaN: true }),
        (market, price) => {
          const printed = roundToTick(price, market.ticks);
          const tick = tickSize(price, market.ticks);
          expect(printed).toBeGreaterThan(0);
          expect(Math.abs(printed - Math.max(price, tick))).toBeLessThanOrEqual(tick * 0.5001);
        },
      ),
      { seed: 7 },
    );
  });
});
