import { expect, test } from "vitest";
import { MICROS_PER_DAY } from "../contract/time.ts";
import { monthOf } from "./rebalance-sessions.ts";

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
