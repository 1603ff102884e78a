import fc from "fast-check";
import { expect, it } from "vitest";
import { toIsoDate } from "../catalog/iso-date.ts";
import { type CalendarDayVersion, resolveCalendarDays } from "./resolve-calendar-days.ts";

const version = (
  sessionDate: number,
  status: string,
  knownAt: number,
  revision: number,
  closeAt = 390,
): CalendarDayVersion => ({
  mic: "XHKG",
  sessionDate,
  status,
  openAt: 0,
  closeAt,
  breakStartAt: 180,
  breakEndAt: Number.NaN,
  knownAt,
  revision,
  ingestSeq: 1,
});

it.each([
  [9, [], "nobody had announced the day"],
  [10, [["open", 1, null]], "it was a session like any other"],
  [20, [["half-day", 2, "open"]], "the storm was coming"],
  [30, [["closed", 3, "half-day"]], "it was called off"],
])("[R6] as of instant %i the day is told as it stood then", (at, expected, _why) => {
  const versions = [
    version(1, "closed", 30, 2),
    version(1, "open", 10, 0),
    version(1, "half-day", 20, 1, 200),
  ];
  const days = resolveCalendarDays(versions, at);
  expect(days.map((day) => [day.status, day.versions, day.before?.status ?? null])).toEqual(expected);
});

it("[R6] keeps the lunch break, and none where there is none", () => {
  const [day] = resolveCalendarDays([version(1, "open", 10, 0)], 10);
  expect([day!.breakStartAt, day!.breakEndAt]).toEqual([180, null]);
});

it("[R1] [R6] what became known later changes no day as it stood earlier, and order of rows decides nothing", () => {
  const drawn = fc.record({
    date: fc.nat(6),
    status: fc.constantFrom("open", "closed", "moved"),
    knownAt: fc.nat(20),
    revision: fc.nat(2),
  });
  const isUnique = {
    selector: (v: { date: number; knownAt: number; revision: number }) =>
      `${v.date} ${v.knownAt} ${v.revision}`,
  };
  fc.assert(
    fc.property(fc.uniqueArray(drawn, { ...isUnique, maxLength: 20 }), fc.nat(20), (rows, at) => {
      const versions = rows.map((row) => version(row.date, row.status, row.knownAt, row.revision));
      const all = resolveCalendarDays(versions, at);
      const timely = versions.filter(({ knownAt }) => knownAt <= at).reverse();
      expect(all).toEqual(resolveCalendarDays(timely, Number.POSITIVE_INFINITY));
      const byDate = new Map<string, CalendarDayVersion>();
      for (const each of timely.toSorted((a, b) => a.knownAt * 10 + a.revision - b.knownAt * 10 - b.revision))
        byDate.set(toIsoDate(each.sessionDate), each);
      expect(new Map(all.map((day) => [day.sessionDate, day.status]))).toEqual(
        new Map([...byDate].sort().map(([date, each]) => [date, each.status])),
      );
    }),
    { numRuns: 2_000, seed: 32 },
  );
});
