import type { CalendarChange } from "./market-calendar.ts";

/**
 * Whole days lost to a typhoon signal no. 8 or a black rainstorm warning that was still up at noon: by the exchange's
 * rule that is when the day is given up, so it is when it was known. From 2024-09-23 on the exchange trades through.
 */
const lostDays =
  "2001-07-06 2001-07-25 2008-08-06 2008-08-22 2011-09-29 2013-08-14 2016-08-02 2016-10-21 2017-08-23 2020-10-13 " +
  "2021-10-13 2023-07-17 2023-09-01 2023-09-08 2024-09-06";

/**
 * Mornings lost: by the rule trading resumes at the half hour that follows two hours after the signal is lowered, so
 * the new hours were known at the latest two hours before.
 */
const lostMornings: readonly (readonly [day: string, open: string, known: string])[] = [
  ["2008-06-25", "14:30", "12:30"], // Fengshen
  ["2009-09-15", "14:30", "12:30"], // Koppu
  ["2012-07-24", "13:00", "11:00"], // Vicente
  ["2013-05-22", "13:00", "11:00"], // Black rainstorm
  ["2013-09-23", "13:00", "11:00"], // Usagi
  ["2014-09-16", "13:00", "11:00"], // Kalmaegi
  ["2020-08-19", "13:30", "11:30"], // Higos
  ["2021-06-28", "13:30", "11:30"], // Black rainstorm
  ["2022-08-25", "13:00", "11:00"], // Ma-on
  ["2023-10-09", "14:00", "12:00"], // Koinu
];

/** Trading ends a quarter of an hour after the signal is raised. */
const earlyEnds: readonly (readonly [day: string, close: string, known: string])[] = [
  ["2007-08-10", "14:45", "14:30"], // Pabuk
  ["2019-07-31", "13:55", "13:40"], // Wipha
  ["2022-11-02", "13:55", "13:40"], // Nalgae
];

/**
 * On all these days the morning was given up first: by the rule at 9:00, which was half an hour before the opening;
 * before 2011 the rule's hour is not certain, so the opening itself is taken.
 */
const giveUpMorning = (day: string): CalendarChange => {
  const known = day < "2011-03-07" ? "10:00" : "09:00";
  const afternoon = day < "2011-03-07" ? "14:30" : day < "2012-03-05" ? "13:30" : "13:00";
  return { known: `${day}T${known}`, days: day, becomes: { open: afternoon } };
};

/** News of the day and the exchange's "Market communications" (hkex.com.hk) name these days. */
export const xhkgChanges: readonly CalendarChange[] = [
  ...lostDays.split(" ").map(giveUpMorning),
  ...lostDays.split(" ").map((day) => ({ known: `${day}T12:00`, days: day, becomes: "closed" as const })),
  ...lostMornings.map(([day]) => giveUpMorning(day)),
  ...lostMornings.map(([day, open, known]) => ({ known: `${day}T${known}`, days: day, becomes: { open } })),
  ...earlyEnds.map(([day, close, known]) => ({ known: `${day}T${known}`, days: day, becomes: { close } })),
  // Seventy years after the war: an ordinance of the same summer.
  { known: "2015-07-17", days: "2015-09-03", becomes: "closed" as const },
].sort((a, b) => (a.known < b.known ? -1 : 1));
