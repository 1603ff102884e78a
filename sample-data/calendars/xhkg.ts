import { dayAt, weekdayOf } from "./day.ts";
import { easterSunday, SATURDAY, SUNDAY } from "./holiday-rules.ts";
import { decemberBefore, type MarketCalendar, type YearPlan } from "./market-calendar.ts";
import { xhkgChanges } from "./xhkg-changes.ts";
import { chineseFestivals } from "./xhkg-festivals.ts";

const SUBSTITUTION_CHANGED = 2012;

/** General holidays (General Holidays Ordinance, cap. 149), which the exchange keeps. */
const planYear = (year: number): YearPlan => {
  const easter = easterSunday(year);
  const { newYear, chingMing, buddha, dragonBoat, midAutumn, chungYeung } = chineseFestivals(year);
  const holidays = new Set([easter - 2, easter - 1, easter + 1]);
  /** A holiday on a Sunday, or on another holiday, is kept on the next day that is neither. */
  const keep = (day: number) => {
    let kept = day;
    while (weekdayOf(kept) === SUNDAY || holidays.has(kept)) kept++;
    holidays.add(kept);
  };
  for (const day of listLunarNewYear(year, newYear)) holidays.add(day);
  for (const day of [
    dayAt(year, 1, 1),
    chingMing,
    dayAt(year, 5, 1), // Labour Day
    buddha,
    dragonBoat,
    dayAt(year, 7, 1), // Establishment of the region
    dayAt(year, 10, 1), // National Day
    chungYeung,
    dayAt(year, 12, 25),
    dayAt(year, 12, 26), // "the first weekday after Christmas Day"; Saturday counts as one
  ])
    keep(day);
  // Before 2012 the festival itself, a Saturday, stood in for a Sunday after it.
  if (year >= SUBSTITUTION_CHANGED || weekdayOf(midAutumn) !== SATURDAY) keep(midAutumn + 1);
  const eves = [newYear - 1, dayAt(year, 12, 24), dayAt(year, 12, 31)];
  return { holidays, halfDays: new Set(eves.filter((day) => !holidays.has(day))), lateOpens: new Map() };
};

/** Three days; should one be a Sunday, also the fourth, before 2012 the eve. */
const listLunarNewYear = (year: number, newYear: number): number[] => {
  const days = [newYear, newYear + 1, newYear + 2];
  if (!days.some((day) => weekdayOf(day) === SUNDAY)) return days;
  return [...days, year >= SUBSTITUTION_CHANGED ? newYear + 3 : newYear - 1];
};

/**
 * Continuous trading. A closing auction followed until 16:10 from 2008-05-26 to 2009-03-20, and follows again since
 * 2016-07-25 (12:10 on half days).
 */
export const xhkg: MarketCalendar = {
  mic: "XHKG",
  timeZone: "Asia/Hong_Kong",
  hours: [
    {
      from: "1996-01-01",
      announced: "1996-01-01",
      open: "10:00",
      close: "16:00",
      lunch: ["12:30", "14:30"],
      halfDayClose: "12:30",
    },
    // Both steps were announced at the end of 2010.
    {
      from: "2011-03-07",
      announced: "2010-11-30",
      open: "09:30",
      close: "16:00",
      lunch: ["12:00", "13:30"],
      halfDayClose: "12:00",
    },
    {
      from: "2012-03-05",
      announced: "2010-11-30",
      open: "09:30",
      close: "16:00",
      lunch: ["12:00", "13:00"],
      halfDayClose: "12:00",
    },
  ],
  planYear,
  announcedOn: decemberBefore,
  changes: xhkgChanges,
};
