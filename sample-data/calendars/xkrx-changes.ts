import { dayOf, isoOf } from "./day.ts";
import type { CalendarChange } from "./market-calendar.ts";

/** Holidays that the government gave during the year: the day of the cabinet's decision or of the law's proclamation. */
const holidays: readonly CalendarChange[] = [
  { known: "2002-06-25", days: "2002-07-01", becomes: "closed" }, // After the World Cup
  { known: "2012-12-28", days: "2013-10-09", becomes: "closed" }, // Hangul Day is a holiday again
  { known: "2015-08-04", days: "2015-08-14", becomes: "closed" },
  { known: "2016-04-28", days: "2016-05-06", becomes: "closed" },
  { known: "2017-03-15", days: "2017-05-09", becomes: "closed" }, // Early presidential election
  { known: "2017-09-05", days: "2017-10-02", becomes: "closed" },
  { known: "2020-07-21", days: "2020-08-17", becomes: "closed" },
  { known: "2021-07-07", days: "2021-08-16 2021-10-04 2021-10-11", becomes: "closed" }, // Act on public holidays
  { known: "2023-05-04", days: "2023-05-29", becomes: "closed" }, // Substitutes for Buddha's birthday
  { known: "2023-09-05", days: "2023-10-02", becomes: "closed" },
  { known: "2024-09-03", days: "2024-10-01", becomes: "closed" }, // Armed Forces Day
  { known: "2025-01-14", days: "2025-01-27", becomes: "closed" },
  { known: "2025-04-08", days: "2025-06-03", becomes: "closed" }, // Early presidential election
  { known: "2026-02-03", days: "2026-07-17", becomes: "closed" }, // Constitution Day is a holiday again
];

/**
 * Days of the university entrance exam: an hour later from open to close, so that candidates find free roads. The
 * exchange says so two weeks to two days ahead; two days are taken.
 */
const examDays =
  "2000-11-15 2001-11-07 2002-11-06 2003-11-05 2004-11-17 2005-11-23 2006-11-16 2007-11-15 2008-11-13 2009-11-12 " +
  "2010-11-18 2011-11-10 2012-11-08 2013-11-07 2014-11-13 2015-11-12 2016-11-17 2017-11-16 2018-11-15 2019-11-14 " +
  "2020-12-03 2021-11-18 2022-11-17 2023-11-16 2024-11-14 2025-11-13 2026-11-19";

const exams: readonly CalendarChange[] = examDays.split(" ").map((day) => ({
  known: isoOf(dayOf(day) - 2),
  days: day,
  becomes: { open: "10:00", close: day < "2016-08-01" ? "16:00" : "16:30" },
}));

const others: readonly CalendarChange[] = [
  // After the attacks in New York the market opened at noon.
  { known: "2001-09-12T09:00", days: "2001-09-12", becomes: { open: "12:00" } },
  // An earthquake put off the exam of 2017 by a week; the hours of the first day stayed as announced.
  { known: "2017-11-15", days: "2017-11-23", becomes: { open: "10:00", close: "16:30" } },
];

export const xkrxChanges: readonly CalendarChange[] = [...holidays, ...exams, ...others].sort((a, b) =>
  a.known < b.known ? -1 : 1,
);
