import fc from "fast-check";
import { expect, it } from "vitest";
import { openRandom } from "../random.ts";
import { drawMinutes } from "./minute-path.ts";
import { roundToTick } from "./tick.ts";

const ticks = { scale: 100, tiers: [[Infinity, 1]] } as const;
const round = (price: number) => roundToTick(price, ticks);
const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

const days = fc
  .record({
    low: fc.double({ min: 5, max: 500, noNaN: true }),
    span: fc.double({ min: 0, max: 40, noNaN: true }),
    open: fc.double({ min: 0, max: 1, noNaN: true }),
    close: fc.double({ min: 0, max: 1, noNaN: true }),
    volume: fc.integer({ min: 40_000, max: 5_000_000 }),
    turnover: fc.integer({ min: 0, max: 2_000_000_000 }),
    minutes: fc.integer({ min: 4, max: 400 }),
    lot: fc.constantFrom(1, 100),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ low, span, open, close, ...rest }) => ({
    ...rest,
    low: round(low),
    high: round(low + span),
    open: round(low + span * open),
    close: round(low + span * close),
  }));

it("minutes of a day open and close as it does, reach its high and low, and add up to its volume and turnover", () => {
  fc.assert(
    fc.property(days, ({ minutes, lot, seed, ...day }) => {
      const bars = drawMinutes(day, minutes, ticks, lot, openRandom(seed))!;
      expect([bars.open[0], bars.close[minutes - 1]]).toEqual([day.open, day.close]);
      expect([Math.max(...bars.high), Math.min(...bars.low)]).toEqual([day.high, day.low]);
      expect([sumOf(bars.volume), sumOf(bars.turnover)]).toEqual([day.volume, day.turnover]);
      expect(Math.min(...bars.volume)).toBeGreaterThanOrEqual(lot);
      for (let minute = 0; minute < minutes; minute++) {
        expect(bars.high[minute]).toBe(Math.max(bars.open[minute]!, bars.close[minute]!));
        expect(bars.low[minute]).toBe(Math.min(bars.open[minute]!, bars.close[minute]!));
        expect(round(bars.close[minute]!)).toBe(bars.close[minute]);
      }
    }),
    { seed: 11, numRuns: 150 },
  );
});

it("a day with less than a lot a minute has no minute bars", () => {
  const day = { open: 10, high: 11, low: 9, close: 10, volume: 38_900, turnover: 389_000 };
  expect(drawMinutes(day, 390, ticks, 100, openRandom(1))).toBeNull();
  expect(drawMinutes({ ...day, volume: 39_000 }, 390, ticks, 100, openRandom(1))).not.toBeNull();
});
