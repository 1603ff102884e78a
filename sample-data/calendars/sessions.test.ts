import { describe, expect, it } from "vitest";
import { dayOf } from "./day.ts";
import { buildSessions } from "./sessions.ts";
import { xhkg } from "./xhkg.ts";
import { xkrx } from "./xkrx.ts";
import { xlon } from "./xlon.ts";
import { xnys } from "./xnys.ts";

const calendars = [xkrx, xnys, xlon, xhkg];
const hoursOn = (calendar: (typeof calendars)[number], iso: string) => {
  const sessions = buildSessions(calendar, iso, iso);
  if (sessions.dates.length === 0) return "closed";
  const clock = (instant: number) => new Date(instant / 1000).toISOString().slice(11, 16);
  return `${clock(sessions.openAt[0]!)}-${clock(sessions.closeAt[0]!)}`;
};

describe("session calendars", () => {
  it.each([
    [xkrx, "2016-07-29", "00:00-06:00"],
    [xkrx, "2016-08-01", "00:00-06:30"],
    [xkrx, "2023-01-02", "01:00-06:30"],
    [xkrx, "2023-11-16", "01:00-07:30"],
    [xnys, "2012-10-29", "closed"],
    [xnys, "2023-03-10", "14:30-21:00"],
    [xnys, "2023-03-13", "13:30-20:00"],
    [xnys, "2024-11-29", "14:30-18:00"],
    [xlon, "2022-09-19", "closed"],
    [xlon, "2023-07-03", "07:00-15:30"],
    [xlon, "2024-12-24", "08:00-12:30"],
    [xhkg, "2023-09-08", "closed"],
    [xhkg, "2024-02-09", "01:30-04:00"],
  ] as const)("[R6] hours are facts of the day and the time zone: %o on %s is %s", (calendar, iso, hours) => {
    expect(hoursOn(calendar, iso)).toBe(hours);
  });

  it("covers each year with a plausible number of sessions", () => {
    for (const calendar of calendars)
      for (let year = 2013; year <= 2024; year++) {
        const { dates } = buildSessions(calendar, `${year}-01-01`, `${year}-12-31`);
        expect(dates.length).toBeGreaterThanOrEqual(242);
        expect(dates.length).toBeLessThanOrEqual(255);
        expect(dates[0]).toBeGreaterThan(dayOf(`${year}-01-01`));
      }
  });
});
