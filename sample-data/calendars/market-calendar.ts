import { dayOf } from "./day.ts";

/** Days by year, each year a list of month-day written once: `{ 2023: "01-02 04-07" }`. */
export type DaysByYear = Readonly<Record<number, string>>;

/** Local clock times, "09:30". */
export interface Hours {
  readonly open: string;
  readonly close: string;
  readonly lunch?: readonly [start: string, end: string];
}

/** Hours of continuous trading from a day on, until the next begin. Opening and closing auctions lie outside. */
export interface RegularHours extends Hours {
  readonly from: string;
  /** The day it was made known; see `CalendarChange.known`. */
  readonly announced: string;
  /** When a day ends that was announced as half a day. */
  readonly halfDayClose?: string;
}

/** What an exchange says about a year before it begins. Every other Monday to Friday is a full session. */
export interface YearPlan {
  readonly holidays: ReadonlySet<number>;
  readonly halfDays: ReadonlySet<number>;
  /** Sessions that open later than usual, by rule and every year. */
  readonly lateOpens: ReadonlyMap<number, string>;
}

/** What was changed after the year's calendar had been announced. */
export interface CalendarChange {
  /**
   * When it was known, in the market's local time: "2001-09-11T12:00", or a day, which stands for the end of that
   * day because the hour of the announcement is not recorded.
   */
  readonly known: string;
  /** ISO dates, separated by spaces. */
  readonly days: string;
  /** "closed", or what differs from the regular hours. */
  readonly becomes: "closed" | { readonly open?: string; readonly close?: string };
}

/** An exchange's sessions as facts: what it announced, and when. */
export interface MarketCalendar {
  readonly mic: string;
  readonly timeZone: string;
  readonly hours: readonly RegularHours[];
  readonly planYear: (year: number) => YearPlan;
  /** The day on which a year's calendar was known. */
  readonly announcedOn: (year: number) => string;
  /** In the order in which they became known. */
  readonly changes: readonly CalendarChange[];
}

/** Days of one year of a table. */
export const daysIn = (year: number, table: DaysByYear): number[] =>
  (table[year]?.split(" ") ?? []).map((monthDay) => dayOf(`${year}-${monthDay}`));

/**
 * The usual assumption: every calendar was out by the first day of the December before its year. Those of 2027 had
 * been published when these tables were written.
 */
export const decemberBefore = (year: number): string => (year === 2027 ? "2026-11-01" : `${year - 1}-12-01`);
