/** Days by year, each year a list of month-day written once: `{ 2023: "01-02 04-07" }`. */
export type DaysByYear = Readonly<Record<number, string>>;

/** What an exchange announces about its sessions, in local time. Every other Monday to Friday is a full session. */
export interface MarketCalendar {
  readonly mic: string;
  readonly timeZone: string;
  /** Regular hours, ascending; each holds until the next begins. */
  readonly hours: readonly { readonly from: string; readonly open: string; readonly close: string }[];
  readonly closures: DaysByYear;
  readonly halfDays?: { readonly close: string; readonly days: DaysByYear };
  readonly movedHours?: readonly { readonly day: string; readonly open: string; readonly close: string }[];
}

/** "2023-01-02", … of a table of days by year. */
export const listDays = (days: DaysByYear): string[] =>
  Object.entries(days).flatMap(([year, list]) => list.split(" ").map((monthDay) => `${year}-${monthDay}`));
