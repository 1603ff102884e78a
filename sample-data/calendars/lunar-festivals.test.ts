import { describe, expect, it } from "vitest";
import { dayAt } from "./day.ts";
import { chineseFestivals } from "./xhkg-festivals.ts";
import { lunarFestivals } from "./xkrx-festivals.ts";

const years = Array.from({ length: 28 }, (_, index) => 2000 + index);
/** Mean length of a lunation, and the new moon of 2000-01-06 18:14 UTC. */
const LUNATION = 29.530_588_86;
const NEW_MOON = dayAt(2000, 1, 6) + 18.23 / 24;
/** The true new moon strays from the mean by up to 0.6 days, and noon from it by half a day. */
const TOLERANCE = 1.3;
/** Days from the beginning of a lunar month, in the far east's noon, to the nearest mean new moon. */
const distance = (firstOfMonth: number): number => {
  const lunations = (firstOfMonth + 4 / 24 - NEW_MOON) / LUNATION;
  return Math.abs(lunations - Math.round(lunations)) * LUNATION;
};

describe("lunar festivals", () => {
  it.each(years)("[R6] of %i begin their months near a new moon", (year) => {
    const china = chineseFestivals(year);
    const korea = lunarFestivals(year);
    const beginnings = [
      china.newYear,
      china.buddha - 7,
      china.dragonBoat - 4,
      china.midAutumn - 14,
      china.chungYeung - 8,
      korea.newYear,
      korea.buddha - 7,
      korea.autumn - 14,
    ];
    for (const beginning of beginnings) expect(distance(beginning)).toBeLessThan(TOLERANCE);
    expect(china.newYear).toBeGreaterThanOrEqual(dayAt(year, 1, 21));
    expect(china.newYear).toBeLessThanOrEqual(dayAt(year, 2, 20));
  });

  it("[R6] of Korea and China differ by a day or a month in the years in which the almanacs do", () => {
    const differing = years.filter((year) => {
      const china = chineseFestivals(year);
      const korea = lunarFestivals(year);
      return (
        china.newYear !== korea.newYear || china.buddha !== korea.buddha || china.midAutumn !== korea.autumn
      );
    });
    expect(differing).toEqual([2001, 2012, 2023, 2027]);
  });
});
