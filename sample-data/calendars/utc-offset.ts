import { Temporal } from "temporal-polyfill";
import { dayOf } from "./day.ts";

/** Minutes to add to UTC for local time at midday of a day. Clocks change at night, so it holds for the session. */
export const utcOffset = (timeZone: string, firstIso: string, lastIso: string): ((day: number) => number) => {
  const starts: { readonly day: number; readonly minutes: number }[] = [];
  const end = Temporal.ZonedDateTime.from(`${lastIso}T23:59[${timeZone}]`);
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from(`${firstIso}T00:00[${timeZone}]`);
  while (at && Temporal.ZonedDateTime.compare(at, end) <= 0) {
    starts.push({
      day: Date.UTC(at.year, at.month - 1, at.day) / 86_400_000,
      minutes: at.offsetNanoseconds / 60_000_000_000,
    });
    at = at.getTimeZoneTransition("next");
  }
  return (day) => (starts.findLast((start) => start.day <= day) ?? starts[0]!).minutes;
};

/** Turns a market's local time into UTC microseconds. */
export interface LocalClock {
  instantAt(day: number, clock: string): number;
  /** Of "2001-09-11T12:00", or of a day, which stands for its end. */
  knownAt(known: string): number;
}

// Some announcements lie years before the days they are about.
const EARLIEST = "1985-01-01";

export const localClock = (timeZone: string, lastIso: string): LocalClock => {
  const offsetOn = utcOffset(timeZone, EARLIEST, lastIso);
  const instantAt = (day: number, clock: string) =>
    (day * 1440 + Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) - offsetOn(day)) * 60_000_000;
  return {
    instantAt,
    knownAt: (known) =>
      known.length === 10
        ? instantAt(dayOf(known), "24:00")
        : instantAt(dayOf(known.slice(0, 10)), known.slice(11)),
  };
};
