/** A month as ISO text: 2024-03. */
export type Month = string;

const DAY = 86_400_000;
const parse = (isoDate: string): number => Date.parse(`${isoDate}T00:00:00Z`);
const write = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

export const addDays = (isoDate: string, days: number): string => write(parse(isoDate) + days * DAY);

export const addMonths = (month: Month, months: number): Month => {
  const [year, index] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, index - 1 + months, 1)).toISOString().slice(0, 7);
};

/** The weeks of a month, Monday first; null where a week reaches into another month. */
export const weeksOf = (month: Month): readonly (readonly (string | null)[])[] => {
  const first = parse(`${month}-01`);
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const end = parse(`${addMonths(month, 1)}-01`);
  const weeks: (string | null)[][] = [];
  for (let monday = start; monday < end; monday += 7 * DAY) {
    const days = Array.from({ length: 7 }, (_, i) => write(monday + i * DAY));
    weeks.push(days.map((day) => (day.startsWith(month) ? day : null)));
  }
  return weeks;
};
