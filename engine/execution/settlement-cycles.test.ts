import { expect, test } from "vitest";
import { civilDate } from "../backtest/rebalance-sessions.ts";
import { sessionDateOf } from "./calendar-day.ts";
import { settlementDate, settlementSessions } from "./settlement-cycles.ts";

test("a day of the calendar and its session date tell each other, as UTC days do", () => {
  for (let date = -200_000; date < 200_000; date += 37) {
    const { year, month, day } = civilDate(date);
    expect(sessionDateOf(year, month, day)).toBe(date);
    expect(Date.UTC(year, month - 1, day) / 86_400_000).toBe(date);
  }
});

test.each([
  ["XNYS", [2017, 9, 1], 3],
  ["XNYS", [2017, 9, 5], 2],
  ["XNYS", [2024, 5, 24], 2],
  ["XNYS", [2024, 5, 28], 1],
  ["XLON", [2014, 10, 3], 3],
  ["XLON", [2014, 10, 6], 2],
  ["XKRX", [2024, 12, 27], 2],
  ["XHKG", [1995, 1, 3], 2],
] as const)("a trade of %s on %j settles %d sessions later", (mic, [y, m, d], sessions) => {
  expect(settlementSessions(mic, sessionDateOf(y, m, d))).toBe(sessions);
});

test("a market without a cycle is named", () => {
  expect(() => settlementSessions("XPAR", 0)).toThrow("XPAR has no settlement cycle on session date 0");
});

test("holidays on the axis are passed over; past its end each weekday is a session", () => {
  // Korea around New Year: 27 and 30 December 2024 trade, 31 December and 1 January do not.
  const dates = [
    [2024, 12, 26],
    [2024, 12, 27],
    [2024, 12, 30],
    [2025, 1, 2],
    [2025, 1, 3],
  ] as const;
  const axis = Int32Array.from(dates, ([y, m, d]) => sessionDateOf(y, m, d));
  expect(settlementDate(axis, 1, 2)).toBe(sessionDateOf(2025, 1, 2));
  expect(settlementDate(axis, 4, 0)).toBe(sessionDateOf(2025, 1, 3));
  // 3 January 2025 is a Friday.
  expect(settlementDate(axis, 4, 1)).toBe(sessionDateOf(2025, 1, 6));
  expect(settlementDate(axis, 4, 6)).toBe(sessionDateOf(2025, 1, 13));
  expect(settlementDate(axis, 3, 3)).toBe(sessionDateOf(2025, 1, 7));
  expect(() => settlementDate(axis, 5, 1)).toThrow("row must be at most 4, was 5");
  expect(() => settlementDate(axis, 1, -1)).toThrow("sessions must be at least 0, was -1");
});
