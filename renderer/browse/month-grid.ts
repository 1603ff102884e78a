import { isoSessionDate, sessionDateOf, sessionDateOfIso } from "../format/date-format.ts";

/** A month as ISO text: 2024-03. */
export type Month = string;

const WEEK = 7;

export const addDays = (isoDate: string, days: number): string =>
  isoSessionDate(sessionDateOfIso(isoDate) + days);

/** Days since the Monday before or on a session date. The first day of all, 1970-01-01, was a Thursday. */
const daysSinceMonday = (days: number): number => (((days + 3) % WEEK) + WEEK) % WEEK;

export const addMonths = (month: Month, months: number): Month => {
  const [year, index] = month.split("-").map(Number) as [number, number];
  return isoSessionDate(sessionDateOf(year, index + months, 1)).slice(0, 7);
};

/** The weeks of a month, Monday first; null where a week reaches into another month. */
export const weeksOf = (month: Month): readonly (readonly (string | null)[])[] => {
  const first = sessionDateOfIso(`${month}-01`);
  const end = sessionDateOfIso(`${addMonths(month, 1)}-01`);
  const weeks: (string | null)[][] = [];
  for (let monday = first - daysSinceMonday(first); monday < end; monday += WEEK) {
    const days = Array.from({ length: WEEK }, (_, i) => isoSessionDate(monday + i));
    weeks.push(days.map((day) => (day.startsWith(month) ? day : null)));
  }
  return weeks;
};
