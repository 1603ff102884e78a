import { describe, expect, it } from "vitest";
import { layOutAxis } from "../../store/panel/market-axis.ts";
import { dayOf } from "../calendars/day.ts";
import { storeCalendar } from "../testing/store-calendar.ts";
import { calendarRows, FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR } from "./calendar-rows.ts";

/** How many minute rows the store's panels lay out for one day. */
const countMinutes = (mic: string, iso: string): number => {
  const year = Number(iso.slice(0, 4));
  const day = dayOf(iso);
  const versions = storeCalendar(calendarRows(mic, year, year));
  const axis = layOutAxis({ mic, currency: "" }, versions, {
    from: day,
    to: day,
    warmUpSessions: 0,
    frequency: "minute",
    rule: { kind: "close", delayMinutes: 0 },
    asOf: Number.POSITIVE_INFINITY,
    knownTo: Number.POSITIVE_INFINITY,
  });
  return axis.sessionDates.length;
};

describe("minutes of a session", () => {
  it.each([
    ["XKRX", "2000-05-19", 300],
    ["XKRX", "2000-05-22", 360],
    ["XKRX", "2016-08-01", 390],
    ["XKRX", "2024-01-02", 330],
    ["XKRX", "2023-11-16", 390],
    ["XHKG", "2010-12-23", 240],
    ["XHKG", "2010-12-24", 150],
    ["XHKG", "2011-03-07", 300],
    ["XHKG", "2012-03-05", 330],
    ["XHKG", "2021-06-28", 150],
    ["XHKG", "2022-11-02", 205],
    ["XHKG", "2023-09-08", 0],
    ["XNYS", "2024-11-27", 390],
    ["XNYS", "2024-11-29", 210],
    ["XLON", "2024-12-23", 510],
    ["XLON", "2024-12-24", 270],
  ])("[R6] %s on %s has %i, the lunch break left out", (mic, iso, minutes) => {
    expect(countMinutes(mic, iso)).toBe(minutes);
  });
});

describe("rows of a calendar", () => {
  it.each(["XKRX", "XHKG", "XLON", "XNYS"])("of %s are the same, year by year or all at once", (mic) => {
    const whole = calendarRows(mic, FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR);
    const byYear = Array.from({ length: LAST_CALENDAR_YEAR - FIRST_CALENDAR_YEAR + 1 }, (_, index) =>
      calendarRows(mic, FIRST_CALENDAR_YEAR + index, FIRST_CALENDAR_YEAR + index),
    );
    expect(byYear.flat()).toEqual(whole);
  });
});
