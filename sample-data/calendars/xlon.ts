import { dayAt } from "./day.ts";
import { easterSunday, lastWeekday, MONDAY, nextFree, nthWeekday, previousFree } from "./holiday-rules.ts";
import {
  type DaysByYear,
  daysIn,
  decemberBefore,
  type MarketCalendar,
  type YearPlan,
} from "./market-calendar.ts";

/** Proclaimed for one year only: jubilees, a royal wedding, a coronation, and bank holidays moved to other days. */
const extraHolidays: DaysByYear = {
  2002: "06-03 06-04",
  2011: "04-29",
  2012: "06-04 06-05",
  2020: "05-08",
  2022: "06-02 06-03",
  2023: "05-08",
};
const EARLY_MAY_MOVED = [2020];
const SPRING_MOVED = [2002, 2012, 2022];

/** Bank holidays of England and Wales (gov.uk/bank-holidays) and the exchange's "Business days". */
const planYear = (year: number): YearPlan => {
  const easter = easterSunday(year);
  const holidays = new Set([
    nextFree(dayAt(year, 1, 1)),
    easter - 2,
    easter + 1,
    lastWeekday(year, 8, MONDAY),
    ...daysIn(year, extraHolidays),
  ]);
  if (!EARLY_MAY_MOVED.includes(year)) holidays.add(nthWeekday(year, 5, MONDAY, 1));
  if (!SPRING_MOVED.includes(year)) holidays.add(lastWeekday(year, 5, MONDAY));
  const isTaken = (day: number) => holidays.has(day);
  holidays.add(nextFree(dayAt(year, 12, 25), isTaken));
  holidays.add(nextFree(dayAt(year, 12, 26), isTaken));
  const halfDays = new Set([
    previousFree(dayAt(year, 12, 24), isTaken),
    previousFree(dayAt(year, 12, 31), isTaken),
  ]);
  return { holidays, halfDays, lateOpens: new Map() };
};

export const xlon: MarketCalendar = {
  mic: "XLON",
  timeZone: "Europe/London",
  hours: [
    { from: "1999-09-20", announced: "1999-09-20", open: "08:00", close: "16:30", halfDayClose: "12:30" },
  ],
  planYear,
  announcedOn: decemberBefore,
  changes: [
    // The last day of the tax year: the systems failed, and the exchange made up for it in the evening.
    { known: "2000-04-05T15:45", days: "2000-04-05", becomes: { open: "15:45", close: "18:30" } },
    { known: "2000-04-05T18:30", days: "2000-04-05", becomes: { open: "15:45", close: "20:00" } },
    // Late openings by failures of the systems.
    { known: "2018-06-07T09:00", days: "2018-06-07", becomes: { open: "09:00" } },
    { known: "2019-08-16T09:40", days: "2019-08-16", becomes: { open: "09:40" } },
    { known: "2022-09-10", days: "2022-09-19", becomes: "closed" }, // State funeral of Queen Elizabeth II
  ],
};
