import { dayAt, weekdayOf } from "./day.ts";
import {
  easterSunday,
  lastWeekday,
  MONDAY,
  nearestWeekday,
  nthWeekday,
  SATURDAY,
  THURSDAY,
} from "./holiday-rules.ts";
import { decemberBefore, type MarketCalendar, type YearPlan } from "./market-calendar.ts";

/** Rule 7.2 of the New York Stock Exchange, and its yearly "Holidays and trading hours" (nyse.com). */
const planYear = (year: number): YearPlan => {
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4);
  const newYear = dayAt(year, 1, 1);
  const holidays = new Set([
    nthWeekday(year, 1, MONDAY, 3), // Martin Luther King
    nthWeekday(year, 2, MONDAY, 3), // Washington's birthday
    easterSunday(year) - 2,
    lastWeekday(year, 5, MONDAY), // Memorial Day
    nearestWeekday(dayAt(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1), // Labor Day
    thanksgiving,
    nearestWeekday(dayAt(year, 12, 25)),
  ]);
  // A New Year's Day on Saturday is not made up for: the Friday before ends an accounting year.
  if (weekdayOf(newYear) !== SATURDAY) holidays.add(nearestWeekday(newYear));
  if (year >= 2022) holidays.add(nearestWeekday(dayAt(year, 6, 19))); // Juneteenth
  return { holidays, halfDays: new Set(listHalfDays(year, thanksgiving)), lateOpens: new Map() };
};

/** 13:00 on the day after Thanksgiving, and on the eves of Independence Day and Christmas from Monday to Thursday. */
const listHalfDays = (year: number, thanksgiving: number): number[] => {
  const eves = [dayAt(year, 7, 3), dayAt(year, 12, 24)].filter((day) => weekdayOf(day) <= THURSDAY);
  // In 2002 the exchange chose the Friday after a Thursday holiday; in 2003 it added the Friday after Christmas.
  if (year === 2002) return [thanksgiving + 1, dayAt(2002, 7, 5), dayAt(2002, 12, 24)];
  if (year === 2003) eves.push(dayAt(2003, 12, 26));
  return [thanksgiving + 1, ...eves];
};

/** The first release found that names a year; each covers three. */
const releases: Readonly<Record<number, string>> = {
  2024: "2022-12-21",
  2025: "2022-12-21",
  2026: "2024-11-08",
  2027: "2024-11-08",
};

export const xnys: MarketCalendar = {
  mic: "XNYS",
  timeZone: "America/New_York",
  hours: [
    { from: "1985-09-30", announced: "1985-09-30", open: "09:30", close: "16:00", halfDayClose: "13:00" },
  ],
  planYear,
  announcedOn: (year) => releases[year] ?? decemberBefore(year),
  changes: [
    { known: "2001-09-11T12:00", days: "2001-09-11 2001-09-12", becomes: "closed" },
    { known: "2001-09-12", days: "2001-09-13", becomes: "closed" },
    { known: "2001-09-13T16:00", days: "2001-09-14", becomes: "closed" },
    // The opening waited for the memorial ceremonies, which lasted longer than planned.
    { known: "2002-09-11T12:00", days: "2002-09-11", becomes: { open: "12:00" } },
    { known: "2004-06-07", days: "2004-06-11", becomes: "closed" }, // Mourning of President Reagan
    { known: "2006-12-28", days: "2007-01-02", becomes: "closed" }, // of President Ford
    { known: "2012-10-28T23:30", days: "2012-10-29", becomes: "closed" }, // Hurricane Sandy
    { known: "2012-10-29T16:00", days: "2012-10-30", becomes: "closed" },
    { known: "2018-12-01", days: "2018-12-05", becomes: "closed" }, // Mourning of President Bush
    { known: "2024-12-30", days: "2025-01-09", becomes: "closed" }, // of President Carter
  ],
};
