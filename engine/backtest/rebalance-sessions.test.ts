import { expect, test } from "vitest";
import { MICROS_PER_DAY, NO_SESSION } from "../contract/time.ts";
import { civilDate, formatSessionDate, markRebalanceSessions, monthOf } from "./rebalance-sessions.ts";

const MILLISECONDS_PER_DAY = MICROS_PER_DAY / 1_000;

test("the month of every day from 1895 to 2205 is the calendar's, also outside the years that are looked up", () => {
  const wrong: number[] = [];
  const last = Date.UTC(2205, 0, 1) / MILLISECONDS_PER_DAY;
  for (let date = Date.UTC(1895, 0, 1) / MILLISECONDS_PER_DAY; date < last; date++) {
    const day = new Date(date * MILLISECONDS_PER_DAY);
    if (monthOf(date) !== (day.getUTCFullYear() - 1970) * 12 + day.getUTCMonth()) wrong.push(date);
  }
  expect(wrong).toEqual([]);
});

test("a week or month ends only once a session of the next one is in the panel", () => {
  const days = ["2020-01-30", "2020-01-31", "2020-02-03", "2020-02-28"].map(
    (iso) => Date.parse(iso) / 86_400_000,
  );
  expect(Array.from(markRebalanceSessions(Int32Array.from(days), "month-end"))).toEqual([0, 1, 0, 0]);
  expect(Array.from(markRebalanceSessions(Int32Array.from(days), "weekly"))).toEqual([0, 1, 1, 0]);
});

test("[P8] a month ends as the calendar stood then; a session called off is made up for", () => {
  const days = (...isos: string[]) => Int32Array.from(isos, (iso) => Date.parse(iso) / 86_400_000);
  // On the 30th the 31st was still to come; on 28 February no later session was known.
  const dates = days("2020-01-29", "2020-01-30", "2020-02-03", "2020-02-28", "2020-03-02");
  const next = days("2020-01-30", "2020-01-31", "2020-02-04", "1970-01-01", "2020-03-03");
  next[3] = NO_SESSION;
  expect(Array.from(markRebalanceSessions(dates, "month-end", next))).toEqual([0, 0, 1, 0, 1]);
});

test("of minute bars the last one of a month's last day is its end, as the calendar stood then", () => {
  const days = (...isos: string[]) => Int32Array.from(isos, (iso) => Date.parse(iso) / 86_400_000);
  const dates = days("2020-01-30", "2020-01-31", "2020-01-31", "2020-01-31", "2020-02-03");
  const next = days("2020-01-31", "2020-01-31", "2020-01-31", "2020-02-03", "2020-02-03");
  expect(Array.from(markRebalanceSessions(dates, "month-end", next))).toEqual([0, 0, 0, 1, 0]);
});

test("session dates are those of the Gregorian calendar, leap years included", () => {
  for (let date = -30_000; date < 60_000; date += 17) {
    expect(formatSessionDate(date)).toBe(new Date(date * 86_400_000).toISOString().slice(0, 10));
  }
  expect(civilDate(11_016)).toEqual({ year: 2000, month: 2, day: 29 });
});
