import { describe, expect, it } from "vitest";
import { listVersions, type SessionVersion } from "./calendar-versions.ts";
import { dayOf, isoOf, isWeekend, weekdayOf } from "./day.ts";
import { exchangeCalendars } from "./exchange-calendars.ts";
import { listHeldSessions } from "./sessions.ts";

const all = new Map(exchangeCalendars.map((own) => [own.mic, listVersions(own, "2000-01-01", "2027-12-31")]));
const everything = [...all.values()].flat();
const held = new Map([...all].map(([mic, versions]) => [mic, listHeldSessions(versions)]));

const versionsOf = (mic: string, iso: string) =>
  all.get(mic)!.filter(({ sessionDate }) => sessionDate === dayOf(iso));
const clock = (instant: number | null) =>
  instant === null ? "" : new Date(instant / 1000).toISOString().slice(11, 16);
/** "open 01:30-08:00 (04:00-05:00)", UTC; "none" for a day that never was to be a session. */
const say = (version: SessionVersion | undefined): string => {
  if (!version) return "none";
  if (version.status === "closed") return "closed";
  const { status, openAt, closeAt, breakStartAt, breakEndAt } = version;
  const lunch = breakStartAt === null ? "" : ` (${clock(breakStartAt)}-${clock(breakEndAt)})`;
  return `${status} ${clock(openAt)}-${clock(closeAt)}${lunch}`;
};
const finally_ = (mic: string, iso: string) => say(versionsOf(mic, iso).at(-1));
/** As a day stood at a UTC minute. */
const asOf = (mic: string, iso: string, minute: string) =>
  say(versionsOf(mic, iso).findLast(({ knownAt }) => knownAt <= Date.parse(`${minute}Z`) * 1000));

describe("versions of sessions", () => {
  it("[R3] are numbered from 0 without a gap, each known after the one before", () => {
    const misnumbered = everything.filter((version, index) => {
      const before = everything[index - 1];
      if (before?.mic !== version.mic || before.sessionDate !== version.sessionDate)
        return version.revision !== 0;
      return version.revision !== before.revision + 1 || version.knownAt <= before.knownAt;
    });
    expect(misnumbered).toEqual([]);
    expect(everything.filter(({ revision }) => revision > 0).length).toBeGreaterThan(300);
  });

  it("[R6] call off only sessions that had been announced, and say so before the hour at which they were to end", () => {
    const calledOff = everything.filter(({ status }) => status === "closed");
    expect(
      exchangeCalendars.map(({ mic }) => calledOff.filter((version) => version.mic === mic).length),
    ).toEqual([16, 16, 1, 10]);
    for (const version of calledOff) {
      const announced = versionsOf(version.mic, isoOf(version.sessionDate))[version.revision - 1]!;
      expect(["open", "half-day", "moved"]).toContain(announced.status);
      expect(announced.knownAt).toBeLessThan(version.knownAt);
      expect([version.openAt, version.closeAt]).toEqual([announced.openAt, announced.closeAt]);
    }
  });

  it("[R6] are all known by their own close, or a decision at that close could not use them", () => {
    expect(everything.filter(({ knownAt, closeAt }) => knownAt > closeAt)).toEqual([]);
  });

  it("[R6] open before they close on their own date, with the break in between", () => {
    const disordered = everything.filter(({ sessionDate, openAt, closeAt, breakStartAt, breakEndAt }) => {
      const marks = [openAt, breakStartAt ?? openAt + 1, breakEndAt ?? closeAt - 1, closeAt];
      return (
        marks.some((mark) => Math.floor(mark / 86_400_000_000) !== sessionDate) ||
        marks.some((mark, index) => index > 0 && mark <= marks[index - 1]!)
      );
    });
    expect(disordered).toEqual([]);
  });

  it("[R6] never fall on a weekend: Seoul gave up Saturdays in 1998", () => {
    expect(everything.filter(({ sessionDate }) => isWeekend(sessionDate))).toEqual([]);
  });
});

// Sessions held from 2000 to 2027.
const sessionCounts = {
  XKRX:
    "241 246 244 247 249 249 247 246 248 253 251 248 248 247 245 248 246 243 244 246 248 248 246 245 244 242 " +
    "244 246",
  XHKG:
    "247 243 247 248 249 247 247 246 245 249 249 246 247 244 247 247 245 246 246 246 248 247 246 243 246 246 " +
    "247 248",
  XLON:
    "252 253 252 253 254 252 252 253 254 253 253 251 252 253 253 253 253 252 253 253 254 253 250 251 254 253 " +
    "253 253",
  XNYS:
    "252 248 252 252 252 252 251 251 253 252 252 252 250 252 252 252 252 251 251 252 253 252 251 250 252 250 " +
    "251 251",
};

describe("sessions of a year", () => {
  it.each(Object.entries(sessionCounts))("[R6] %s held as many as its exchange says", (mic, counts) => {
    const byYear = new Map<string, number>();
    for (const { sessionDate } of held.get(mic)!) {
      const year = isoOf(sessionDate).slice(0, 4);
      byYear.set(year, (byYear.get(year) ?? 0) + 1);
    }
    expect([...byYear.values()].join(" ")).toBe(counts);
  });
});

describe("days to remember", () => {
  it.each([
    ["XKRX", "2000-05-19", "open 00:00-06:00 (03:00-04:00)"],
    ["XKRX", "2000-05-22", "open 00:00-06:00"],
    ["XKRX", "2001-09-12", "moved 03:00-06:00"],
    ["XKRX", "2002-07-01", "closed"],
    ["XKRX", "2016-07-29", "open 00:00-06:00"],
    ["XKRX", "2016-08-01", "open 00:00-06:30"],
    ["XKRX", "2017-11-16", "moved 01:00-07:30"],
    ["XKRX", "2017-11-23", "moved 01:00-07:30"],
    ["XKRX", "2023-01-02", "moved 01:00-06:30"],
    ["XKRX", "2023-12-29", "none"],
    ["XKRX", "2025-06-03", "closed"],
    ["XKRX", "2026-07-17", "closed"],
    ["XKRX", "2027-02-09", "none"],
    ["XNYS", "2001-09-10", "open 13:30-20:00"],
    ["XNYS", "2001-09-11", "closed"],
    ["XNYS", "2001-09-14", "closed"],
    ["XNYS", "2001-09-17", "open 13:30-20:00"],
    ["XNYS", "2002-09-11", "moved 16:00-20:00"],
    ["XNYS", "2004-06-11", "closed"],
    ["XNYS", "2007-01-02", "closed"],
    ["XNYS", "2012-10-29", "closed"],
    ["XNYS", "2012-10-30", "closed"],
    ["XNYS", "2012-10-31", "open 13:30-20:00"],
    ["XNYS", "2018-12-05", "closed"],
    ["XNYS", "2021-06-18", "open 13:30-20:00"],
    ["XNYS", "2022-06-20", "none"],
    ["XNYS", "2021-12-31", "open 14:30-21:00"],
    ["XNYS", "2024-11-29", "half-day 14:30-18:00"],
    ["XNYS", "2025-01-09", "closed"],
    ["XNYS", "2026-07-03", "none"],
    ["XLON", "2002-05-27", "open 07:00-15:30"],
    ["XLON", "2002-06-03", "none"],
    ["XLON", "2011-04-29", "none"],
    ["XLON", "2020-05-04", "open 07:00-15:30"],
    ["XLON", "2020-05-08", "none"],
    ["XLON", "2022-09-19", "closed"],
    ["XLON", "2023-05-08", "none"],
    ["XLON", "2024-12-24", "half-day 08:00-12:30"],
    ["XLON", "2000-04-05", "moved 14:45-19:00"],
    ["XHKG", "2011-03-04", "open 02:00-08:00 (04:30-06:30)"],
    ["XHKG", "2011-03-07", "open 01:30-08:00 (04:00-05:30)"],
    ["XHKG", "2012-03-05", "open 01:30-08:00 (04:00-05:00)"],
    ["XHKG", "2007-08-10", "moved 02:00-06:45 (04:30-06:30)"],
    ["XHKG", "2015-09-03", "closed"],
    ["XHKG", "2020-08-19", "moved 05:30-08:00"],
    ["XHKG", "2021-06-28", "moved 05:30-08:00"],
    ["XHKG", "2022-11-02", "moved 01:30-05:55 (04:00-05:00)"],
    ["XHKG", "2023-09-01", "closed"],
    ["XHKG", "2023-09-08", "closed"],
    ["XHKG", "2024-02-09", "half-day 01:30-04:00"],
    ["XHKG", "2024-09-06", "closed"],
    // Typhoon Ragasa, signal no. 10: since 2024-09-23 trading goes on.
    ["XHKG", "2025-09-24", "open 01:30-08:00 (04:00-05:00)"],
    ["XHKG", "2027-02-09", "none"],
  ])("[R6] %s %s in the end: %s", (mic, iso, expected) => {
    expect(finally_(mic, iso)).toBe(expected);
  });

  it.each([
    ["XNYS", "2001-09-11", "2001-09-11T13:00", "open 13:30-20:00"],
    ["XNYS", "2001-09-11", "2001-09-11T20:30", "closed"],
    ["XNYS", "2001-09-14", "2001-09-12T22:00", "open 13:30-20:00"],
    ["XNYS", "2018-12-05", "2018-11-30T21:30", "open 14:30-21:00"],
    ["XNYS", "2018-12-05", "2018-12-04T21:30", "closed"],
    ["XNYS", "2027-01-04", "2024-11-08T12:00", "none"],
    ["XNYS", "2027-01-04", "2024-11-11T12:00", "open 14:30-21:00"],
    ["XKRX", "2000-05-22", "2000-05-12T06:30", "open 00:00-06:00 (03:00-04:00)"],
    ["XKRX", "2000-05-22", "2000-05-15T06:30", "open 00:00-06:00"],
    ["XKRX", "2016-08-01", "2016-05-24T06:30", "open 00:00-06:00"],
    ["XKRX", "2016-08-01", "2016-05-25T06:30", "open 00:00-06:30"],
    ["XKRX", "2017-11-23", "2017-11-15T06:30", "open 00:00-06:30"],
    ["XKRX", "2017-11-23", "2017-11-16T00:00", "moved 01:00-07:30"],
    ["XKRX", "2020-08-17", "2020-07-20T06:30", "open 00:00-06:30"],
    ["XKRX", "2020-08-17", "2020-07-22T06:30", "closed"],
    ["XLON", "2000-04-05", "2000-04-05T14:30", "open 07:00-15:30"],
    ["XLON", "2000-04-05", "2000-04-05T16:00", "moved 14:45-17:30"],
    ["XLON", "2022-09-19", "2022-09-09T16:00", "open 07:00-15:30"],
    ["XLON", "2022-09-19", "2022-09-12T16:00", "closed"],
    ["XHKG", "2023-09-08", "2023-09-08T00:59", "open 01:30-08:00 (04:00-05:00)"],
    ["XHKG", "2023-09-08", "2023-09-08T03:59", "moved 05:00-08:00"],
    ["XHKG", "2023-09-08", "2023-09-08T04:00", "closed"],
    ["XHKG", "2021-06-28", "2021-06-28T03:29", "moved 05:00-08:00"],
    ["XHKG", "2021-06-28", "2021-06-28T03:30", "moved 05:30-08:00"],
    ["XHKG", "2022-11-02", "2022-11-02T05:39", "open 01:30-08:00 (04:00-05:00)"],
    ["XHKG", "2022-11-02", "2022-11-02T05:40", "moved 01:30-05:55 (04:00-05:00)"],
    ["XHKG", "2012-03-05", "2011-12-31T00:00", "open 01:30-08:00 (04:00-05:00)"],
  ])("[R6] %s %s as it stood at %s: %s", (mic, iso, minute, expected) => {
    expect(asOf(mic, iso, minute)).toBe(expected);
  });
});

describe("daylight saving", () => {
  /** First sessions after the clocks changed, as the UTC opening tells. */
  const listTurns = (mic: string): string[] => {
    const regular = held.get(mic)!.filter(({ status }) => status !== "moved");
    return regular
      .filter((session, index) => index > 0 && clock(session.openAt) !== clock(regular[index - 1]!.openAt))
      .map(({ sessionDate }) => isoOf(sessionDate));
  };
  const year = (turns: string[], wanted: number) => turns.filter((iso) => iso.startsWith(`${wanted}`));

  it("[R6] turns New York twice a year, by the dates of 1987 and, from 2007, by those of the act of 2005", () => {
    const turns = listTurns("XNYS");
    expect(turns).toHaveLength(2 * 28);
    expect(year(turns, 2006)).toEqual(["2006-04-03", "2006-10-30"]);
    expect(year(turns, 2007)).toEqual(["2007-03-12", "2007-11-05"]);
    expect(year(turns, 2024)).toEqual(["2024-03-11", "2024-11-04"]);
  });

  it("[R6] turns London on the last Sundays of March and October", () => {
    const turns = listTurns("XLON");
    expect(turns).toHaveLength(2 * 28);
    expect(year(turns, 2024)).toEqual(["2024-04-02", "2024-10-28"]); // Easter Monday lay between
    for (const iso of turns) expect(weekdayOf(dayOf(iso))).toBeLessThanOrEqual(2);
  });

  it("[R6] turns neither Seoul nor Hong Kong", () => {
    expect(listTurns("XKRX")).toEqual([]);
    expect(listTurns("XHKG")).toEqual(["2011-03-07"]); // The exchange began half an hour earlier.
  });

  it("[R6] leaves New York an hour closer to London in the weeks when only one of them has turned", () => {
    const overlapOn = (iso: string) => {
      const session = (mic: string) => versionsOf(mic, iso).at(-1)!;
      return (session("XLON").closeAt - session("XNYS").openAt) / 3_600_000_000;
    };
    expect(["2024-03-08", "2024-03-11", "2024-03-28", "2024-04-02"].map(overlapOn)).toEqual([2, 3, 3, 2]);
    expect(["2024-10-25", "2024-10-28", "2024-11-01", "2024-11-04"].map(overlapOn)).toEqual([2, 3, 3, 2]);
  });
});
