import { describe, expect, it } from "vitest";
import { layOutAxis } from "../../store/panel/market-axis.ts";
import { dayOf, isoOf } from "../calendars/day.ts";
import { storeCalendar } from "../testing/store-calendar.ts";
import { type CalendarRow, calendarRows } from "./calendar-rows.ts";

const DELAY = 30 * 60_000_000;
const FROM = "2015-01-01";
const TO = "2024-12-31";

/** Versions of one market's days, by day, in the order in which they were known. */
const marketDays = (mic: string): ReadonlyMap<number, readonly CalendarRow[]> => {
  const days = new Map<number, CalendarRow[]>();
  for (const row of calendarRows(mic, 2014, 2025))
    days.set(row.session_date, [...(days.get(row.session_date) ?? []), row]);
  return days;
};
const markets = new Map(["XKRX", "XHKG", "XLON", "XNYS"].map((mic) => [mic, marketDays(mic)]));

/** The newest session that had ended by an instant, by what was known of the calendar at that instant. */
const newestEnded = (mic: string, day: number, at: number): number => {
  for (let candidate = day + 1; candidate > day - 20; candidate--) {
    const known = markets
      .get(mic)!
      .get(candidate)
      ?.findLast((version) => version.known_at <= at);
    if (known && known.status !== "closed" && known.close_utc <= at) return candidate;
  }
  throw new Error(`${mic} had no session in the 20 days before ${isoOf(day)}`);
};

interface Decision {
  readonly day: number;
  readonly at: number;
}

/** The instants close + 30 minutes, each by the version of its session that was known at that very instant. */
const listDecisions = (mic: string): Decision[] =>
  [...markets.get(mic)!.entries()].flatMap(([day, versions]) => {
    if (day < dayOf(FROM) || day > dayOf(TO)) return [];
    const timely = versions.findLast((version) => version.known_at <= version.close_utc + DELAY);
    return timely && timely.status !== "closed" ? [{ day, at: timely.close_utc + DELAY }] : [];
  });

/** With hindsight: the days on which a market held a session. */
const heldDays = (mic: string): number[] =>
  [...markets.get(mic)!.entries()]
    .filter(([, versions]) => versions.at(-1)!.status !== "closed")
    .map(([day]) => day);
const lastBefore = (days: readonly number[], day: number) => days.findLast((candidate) => candidate < day)!;
const lastUntil = (days: readonly number[], day: number) => days.findLast((candidate) => candidate <= day)!;

/** The same instants as the store's panels lay them out. */
const storeRows = (mic: string, delayMinutes: number): Decision[] => {
  const versions = storeCalendar([...markets.get(mic)!.values()].flat());
  const axis = layOutAxis({ mic, currency: "" }, versions, {
    from: dayOf("2014-01-01"),
    to: dayOf(TO),
    warmUpSessions: 0,
    frequency: "session",
    rule: { kind: "close", delayMinutes },
    asOf: Number.POSITIVE_INFINITY,
    knownTo: Number.POSITIVE_INFINITY,
  });
  return Array.from(axis.sessionDates, (day, row) => ({ day, at: axis.decisionAt[row]! }));
};

const seoul = listDecisions("XKRX");
const newYorkDays = heldDays("XNYS");

describe("what Seoul sees of New York", () => {
  it.each(Array.from({ length: 10 }, (_, index) => 2015 + index))(
    "[R5][R6] at every close of %i: the session before the date, never that of the date",
    (year) => {
      const decisions = seoul.filter(({ day }) => isoOf(day).startsWith(`${year}`));
      expect(decisions.length).toBeGreaterThanOrEqual(243);
      expect(decisions.map(({ day, at }) => `${isoOf(day)} ${isoOf(newestEnded("XNYS", day, at))}`)).toEqual(
        decisions.map(({ day }) => `${isoOf(day)} ${isoOf(lastBefore(newYorkDays, day))}`),
      );
    },
  );

  it("[R5][R6] by the rows of the store's own panels too, in every session from 2015 to 2024", () => {
    const newYork = storeRows("XNYS", 0);
    const rows = storeRows("XKRX", 30).filter(({ day }) => day >= dayOf(FROM));
    expect(rows).toEqual(seoul);
    expect(rows.map(({ at }) => newYork.findLast((row) => row.at <= at)!.day)).toEqual(
      rows.map(({ day }) => lastBefore(newYorkDays, day)),
    );
  });

  it("[R5] counts every session of the ten years", () => {
    expect(seoul).toHaveLength(248 + 246 + 243 + 244 + 246 + 248 + 248 + 246 + 245 + 244);
  });

  it.each([
    // New York's clocks had changed the night before; the gap is an hour longer or shorter.
    ["2024-03-11", "2024-03-08", "2024-03-08T21:00"],
    ["2024-03-12", "2024-03-11", "2024-03-11T20:00"],
    ["2024-11-05", "2024-11-04", "2024-11-04T21:00"],
    // Half days in New York.
    ["2018-11-26", "2018-11-23", "2018-11-23T18:00"],
    ["2019-07-04", "2019-07-03", "2019-07-03T17:00"],
    // Holidays of New York: Seoul sees the same bar twice.
    ["2024-07-04", "2024-07-03", "2024-07-03T17:00"],
    ["2024-07-05", "2024-07-03", "2024-07-03T17:00"],
    // Mourning of President Bush, called off four days ahead.
    ["2018-12-06", "2018-12-04", "2018-12-04T21:00"],
    // Holidays of Seoul: ten days of Chuseok, and what New York did meanwhile.
    ["2017-10-10", "2017-10-09", "2017-10-09T20:00"],
    // Exam day, an hour late, and the year's first session.
    ["2023-11-16", "2023-11-15", "2023-11-15T21:00"],
    ["2015-01-02", "2014-12-31", "2014-12-31T21:00"],
  ])("[R5][R6] on %s the newest bar is that of %s, which closed at %s UTC", (iso, seen, closedAt) => {
    const { day, at } = seoul.find((decision) => decision.day === dayOf(iso))!;
    expect(isoOf(newestEnded("XNYS", day, at))).toBe(seen);
    const close = markets.get("XNYS")!.get(dayOf(seen))!.at(-1)!.close_utc;
    expect(new Date(close / 1000).toISOString().slice(0, 16)).toBe(closedAt);
  });

  it("[R5] would see New York's own date if markets were joined on it: the test can fail", () => {
    const joined = seoul.filter(({ day }) => lastUntil(newYorkDays, day) === day);
    expect(joined.length).toBeGreaterThan(2_300);
    for (const { day, at } of joined.slice(0, 50)) expect(newestEnded("XNYS", day, at)).not.toBe(day);
  });
});

describe("what each market sees of the others at its close", () => {
  // "own": the session of the same date has ended; "before": only that of an earlier date has.
  it.each([
    ["XKRX", "XLON", "before"],
    ["XHKG", "XNYS", "before"],
    ["XHKG", "XLON", "before"],
    ["XLON", "XNYS", "before"],
    ["XLON", "XKRX", "own"],
    ["XLON", "XHKG", "own"],
    ["XNYS", "XKRX", "own"],
    ["XNYS", "XHKG", "own"],
    ["XNYS", "XLON", "own"],
  ])("[R5][R6] %s of %s: %s, in every session from 2015 to 2024", (viewer, seen, rule) => {
    const days = heldDays(seen);
    const expected = rule === "own" ? lastUntil : lastBefore;
    const wrong = listDecisions(viewer).filter(
      ({ day, at }) => newestEnded(seen, day, at) !== expected(days, day),
    );
    expect(wrong.map(({ day }) => isoOf(day))).toEqual([]);
  });

  it.each(["XHKG", "XLON", "XNYS"])("[R5][R6] %s decides when the store's own panels decide", (mic) => {
    expect(storeRows(mic, 30).filter(({ day }) => day >= dayOf(FROM))).toEqual(listDecisions(mic));
  });

  it("[R5][R6] XKRX of XHKG: the session before, but the date's own when Hong Kong stops at noon or Seoul is late", () => {
    const days = heldDays("XHKG");
    const own = seoul.filter(({ day, at }) => newestEnded("XHKG", day, at) === day).map(({ day }) => day);
    const early = days.filter(
      (day) => markets.get("XHKG")!.get(day)!.at(-1)!.close_utc < (day * 24 + 7) * 36e8,
    );
    const late = seoul.filter(({ day, at }) => at >= (day * 24 + 8) * 36e8).map(({ day }) => day);
    const seoulDays = new Set(seoul.map(({ day }) => day));
    const expected = [...early, ...late].filter((day) => seoulDays.has(day) && days.includes(day));
    expect(own).toEqual([...new Set(expected)].sort((a, b) => a - b));
    expect(own.map(isoOf)).toContain("2024-12-24");
    expect(own.map(isoOf)).toContain("2023-11-16");
  });

  it("[R6] follows what was known: on a morning of black rain Hong Kong still counts on the afternoon, at noon no longer", () => {
    const day = dayOf("2023-09-08");
    const statusAt = (time: string) =>
      markets
        .get("XHKG")!
        .get(day)!
        .findLast((version) => version.known_at <= Date.parse(`2023-09-08T${time}Z`) * 1000)!.status;
    expect(statusAt("00:59")).toBe("open");
    expect(statusAt("03:59")).toBe("moved");
    expect(statusAt("04:00")).toBe("closed");
    const { at } = listDecisions("XLON").find((decision) => decision.day === day)!;
    expect(isoOf(newestEnded("XHKG", day, at))).toBe("2023-09-07");
  });
});
