import fc from "fast-check";
import { expect, test } from "vitest";
import { sessionDateOf } from "./calendar-day.ts";
import { limitPrice, priceLimitAt } from "./price-limits.ts";
import { compileTicks, roundToTick } from "./tick-size.ts";
import { marketTicks, tickRows, tickTableAt } from "./tick-tables.ts";

const tableOf = (mic: string, year: number, month: number, day: number) =>
  tickTableAt(marketTicks(mic), sessionDateOf(year, month, day));

test.each([
  ["XKRX", [2023, 1, 24], 166_700, 166_500, 167_000],
  ["XKRX", [2023, 1, 25], 166_650, 166_600, 166_700],
  ["XKRX", [2023, 1, 24], 1_503, 1_500, 1_505],
  ["XKRX", [2023, 1, 25], 1_503, 1_503, 1_503],
  ["XHKG", [2025, 8, 1], 15.53, 15.52, 15.54],
  ["XHKG", [2025, 8, 4], 15.53, 15.53, 15.53],
  ["XHKG", [2025, 8, 4], 33.33, 33.32, 33.34],
  ["XHKG", [2025, 8, 4], 60.02, 60, 60.05],
  ["XLON", [2024, 1, 2], 1.23456, 1.2344, 1.2346],
  ["XLON", [2024, 1, 2], 72.3415, 72.34, 72.35],
  ["XNYS", [2024, 1, 2], 10.019, 10.01, 10.02],
  ["XNYS", [2024, 1, 2], 0.12345, 0.1234, 0.1235],
  ["XNYS", [2003, 1, 2], 0.12345, 0.12, 0.13],
] as const)("%s on %j: %d goes down to %d and up to %d", (mic, [y, m, d], price, down, up) => {
  const table = tableOf(mic, y, m, d);
  expect(roundToTick(table, price, false)).toBe(down);
  expect(roundToTick(table, price, true)).toBe(up);
});

test("where no table is known, and before the first one, prices stay as they are", () => {
  expect(roundToTick(tableOf("XLON", 2017, 12, 29), 1.23456, true)).toBe(1.23456);
  expect(roundToTick(tableOf("XPAR", 2024, 1, 2), 1.23456, true)).toBe(1.23456);
});

test("the rows of each market follow one another without gap or overlap, with ascending bands", () => {
  for (const mic of new Set(tickRows.map((row) => row.mic))) {
    const rows = tickRows.filter((row) => row.mic === mic);
    rows.slice(1).forEach((row, k) => {
      expect(row.from).toBe(rows[k]!.to);
    });
    expect(rows.at(-1)!.to).toBeNull();
    for (const { bands } of rows)
      bands.slice(1).forEach(([from, tick], k) => {
        expect(from).toBeGreaterThan(bands[k]![0]);
        expect(tick).toBeGreaterThan(bands[k]![1]);
      });
  }
});

test("a price with any number of ticks is kept exactly, and others move by less than a tick to the asked side", () => {
  const table = compileTicks([
    [0, 0.001],
    [0.5, 0.01],
    [20, 0.05],
    [200, 2.5],
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), (thousandths) => {
      // The independent count is in whole thousandths.
      const tick = thousandths < 500 ? 1 : thousandths < 20_000 ? 10 : thousandths < 200_000 ? 50 : 2_500;
      const down = Math.floor(thousandths / tick) * tick;
      const up = Math.ceil(thousandths / tick) * tick;
      expect(roundToTick(table, thousandths / 1_000, false)).toBe(down / 1_000);
      expect(roundToTick(table, thousandths / 1_000, true)).toBe(up / 1_000);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test("Korea's band was 15 % and is 30 %, cut to whole ticks of the base price; other markets have none", () => {
  expect(priceLimitAt("XKRX", sessionDateOf(2015, 6, 12))).toBe(0.15);
  expect(priceLimitAt("XKRX", sessionDateOf(2015, 6, 15))).toBe(0.3);
  expect(priceLimitAt("XNYS", sessionDateOf(2024, 1, 2))).toBeNaN();
  const ticks = tableOf("XKRX", 2024, 1, 2);
  // 30 % of 9,990 is 2,997: 299 whole ticks of 10.
  expect(limitPrice(9_990, 0.3, ticks, true)).toBe(12_980);
  expect(limitPrice(9_990, 0.3, ticks, false)).toBe(7_000);
  // 30 % of 160,300 is 48,090, cut to 48,000; above 200,000 ticks are 500.
  expect(limitPrice(160_300, 0.3, ticks, true)).toBe(208_000);
  // 30 % of 20,050 is 6,015, cut to 6,000 by the base price's tick of 50, though the result's tick is 10.
  expect(limitPrice(20_050, 0.3, ticks, false)).toBe(14_050);
  expect(limitPrice(10_000, 0.3, null, true)).toBe(13_000);
  expect(limitPrice(Number.NaN, 0.3, ticks, true)).toBeNaN();
});
