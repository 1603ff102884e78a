import { describe, expect, it } from "vitest";
import { dayOf, isoOf } from "./day.ts";
import { buildSessions, localInstant, sessionAtOrBefore } from "./sessions.ts";
import { xhkg } from "./xhkg.ts";
import { xkrx } from "./xkrx.ts";
import { xlon } from "./xlon.ts";
import { xnys } from "./xnys.ts";

const minute = (instant: number) => new Date(instant / 1000).toISOString().slice(0, 16);

describe("the sessions of a market with hindsight", () => {
  it("[R6] leave out days called off, and keep the hours of the last version", () => {
    const september = buildSessions(xhkg, "2023-08-31", "2023-09-11");
    expect(Array.from(september.dates, isoOf)).toEqual([
      "2023-08-31",
      "2023-09-04",
      "2023-09-05",
      "2023-09-06",
      "2023-09-07",
      "2023-09-11",
    ]);
    const rain = buildSessions(xhkg, "2021-06-28", "2021-06-28");
    expect([rain.openAt[0]!, rain.closeAt[0]!].map(minute)).toEqual(["2021-06-28T05:30", "2021-06-28T08:00"]);
  });

  it("[R6] mark half days, not days with other hours", () => {
    const year = buildSessions(xnys, "2002-01-01", "2002-12-31");
    const half = Array.from(year.dates).filter((_, index) => year.isHalfDay[index] === 1);
    expect(half.map(isoOf)).toEqual(["2002-07-05", "2002-11-29", "2002-12-24"]);
    expect(year.openAt[sessionAtOrBefore(year, dayOf("2002-09-11"))]).toBe(
      Date.parse("2002-09-11T16:00Z") * 1000,
    );
  });

  it("carry the month, and the offset of the day's own clock", () => {
    const spring = buildSessions(xlon, "2023-03-24", "2023-04-03");
    expect([...spring.utcOffset]).toEqual([0, 60, 60, 60, 60, 60, 60]);
    expect([...spring.month]).toEqual([3, 3, 3, 3, 3, 3, 4]);
    expect(minute(localInstant(spring, dayOf("2023-03-26"), 12 * 60))).toBe("2023-03-26T12:00");
    expect(minute(localInstant(spring, dayOf("2023-03-28"), 12 * 60))).toBe("2023-03-28T11:00");
  });

  it("find the last session on or before a day, and none before the first", () => {
    const chuseok = buildSessions(xkrx, "2017-09-29", "2017-10-13");
    expect(isoOf(chuseok.dates[sessionAtOrBefore(chuseok, dayOf("2017-10-09"))]!)).toBe("2017-09-29");
    expect(isoOf(chuseok.dates[sessionAtOrBefore(chuseok, dayOf("2017-10-10"))]!)).toBe("2017-10-10");
    expect(sessionAtOrBefore(chuseok, dayOf("2017-09-28"))).toBe(-1);
  });
});
