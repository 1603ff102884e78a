import { dayAt } from "./day.ts";
import { nextFree, previousFree } from "./holiday-rules.ts";
import {
  type DaysByYear,
  daysIn,
  decemberBefore,
  type MarketCalendar,
  type YearPlan,
} from "./market-calendar.ts";
import { xkrxChanges } from "./xkrx-changes.ts";
import { lunarFestivals } from "./xkrx-festivals.ts";

/** Elections fall on days that the law fixes years ahead. */
const elections: DaysByYear = {
  2000: "04-13",
  2002: "06-13 12-19",
  2004: "04-15",
  2006: "05-31",
  2007: "12-19",
  2008: "04-09",
  2010: "06-02",
  2012: "04-11 12-19",
  2014: "06-04",
  2016: "04-13",
  2018: "06-13",
  2020: "04-15",
  2022: "03-09 06-01",
  2024: "04-10",
  2026: "06-03",
};

/**
 * Given in place of a holiday on a weekend or on another holiday: from 2014 for the two great festivals and
 * Children's Day, from the end of 2021 for the national days, from 2023 for Buddha's birthday and Christmas.
 */
const substitutes: DaysByYear = {
  2014: "09-10",
  2015: "09-29",
  2016: "02-10",
  2017: "01-30 10-06",
  2018: "05-07 09-26",
  2019: "05-06",
  2020: "01-27",
  2022: "09-12 10-10",
  2023: "01-24",
  2024: "02-12 05-06",
  2025: "03-03 05-06 10-08",
  2026: "03-02 05-25 08-17 10-05",
  2027: "02-09 07-19 08-16 10-04 10-11 12-27",
};

/** The exchange's own: the change of the millennium, and three days at the end of 2000. */
const exchangeClosures: DaysByYear = { 2000: "01-03 12-27 12-28" };

/** Regulations on holidays of public offices, and article 5 of the exchange's business regulations (global.krx.co.kr). */
const planYear = (year: number): YearPlan => {
  const { newYear, buddha, autumn } = lunarFestivals(year);
  const holidays = new Set([
    dayAt(year, 1, 1),
    dayAt(year, 3, 1), // Independence Movement
    dayAt(year, 5, 1), // Labour Day
    dayAt(year, 5, 5), // Children's Day
    dayAt(year, 6, 6), // Memorial Day
    dayAt(year, 8, 15), // Liberation
    dayAt(year, 10, 3), // Foundation
    dayAt(year, 12, 25),
    ...[newYear - 1, newYear, newYear + 1, buddha, autumn - 1, autumn, autumn + 1],
    ...daysIn(year, elections),
    ...daysIn(year, substitutes),
    ...daysIn(year, exchangeClosures),
  ]);
  if (year <= 2005) holidays.add(dayAt(year, 4, 5)); // Arbor Day
  if (year <= 2007 || year >= 2027) holidays.add(dayAt(year, 7, 17)); // Constitution Day
  if (year >= 2014) holidays.add(dayAt(year, 10, 9)); // Hangul Day
  const isTaken = (day: number) => holidays.has(day);
  // The exchange rests on the last weekday of the year.
  holidays.add(previousFree(dayAt(year, 12, 31)));
  const lateOpens = new Map<number, string>();
  if (year >= 2001) lateOpens.set(nextFree(dayAt(year, 1, 2), isTaken), "10:00");
  return { holidays, halfDays: new Set(), lateOpens };
};

export const xkrx: MarketCalendar = {
  mic: "XKRX",
  timeZone: "Asia/Seoul",
  hours: [
    { from: "1998-12-07", announced: "1998-12-07", open: "09:00", close: "15:00", lunch: ["12:00", "13:00"] },
    { from: "2000-05-22", announced: "2000-05-12", open: "09:00", close: "15:00" },
    { from: "2016-08-01", announced: "2016-05-24", open: "09:00", close: "15:30" },
  ],
  planYear,
  announcedOn: decemberBefore,
  changes: xkrxChanges,
};
