import { Temporal } from "temporal-polyfill";
import { dayAt, dayOf, isoOf } from "./day.ts";

// Some announcements lie years before the days they are about.
const EARLIEST = "1985-01-01";
const LATEST = "2030-12-31";

interface OffsetRun {
  readonly day: number;
  readonly minutes: number;
}

const runsByZone = new Map<string, readonly OffsetRun[]>();

const offsetRuns = (timeZone: string): readonly OffsetRun[] => {
  const known = runsByZone.get(timeZone);
  if (known) return known;
  const runs: OffsetRun[] = [];
  const end = Temporal.ZonedDateTime.from(`${LATEST}T23:59[${timeZone}]`);
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from(`${EARLIEST}T00:00[${timeZone}]`);
  while (at && Temporal.ZonedDateTime.compare(at, end) <= 0) {
    runs.push({ day: dayAt(at.year, at.month, at.day), minutes: at.offsetNanoseconds / 60_000_000_000 });
    at = at.getTimeZoneTransition("next");
  }
  runsByZone.set(timeZone, runs);
  return runs;
};

/** Minutes to add to UTC for local time at midday of a day. Clocks change at night, so it holds for the session. */
export const utcOffset = (timeZone: string): ((day: number) => number) => {
  const runs = offsetRuns(timeZone);
  const last = dayOf(LATEST);
  return (day) => {
    const run = runs.findLast((candidate) => candidate.day <= day);
    if (!run || day > last) throw new Error(`clocks of ${timeZone} are not laid out for ${isoOf(day)}`);
    return run.minutes;
  };
};

/** Turns a market's local time into UTC microseconds. */
export interface LocalClock {
  instantAt(day: number, clock: string): number;
  /** Of "2001-09-11T12:00", or of a day, which stands for its end. */
  knownAt(known: string): number;
}

export const localClock = (timeZone: string): LocalClock => {
  const offsetOn = utcOffset(timeZone);
  const instantAt = (day: number, clock: string) =>
    (day * 1440 + Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) - offsetOn(day)) * 60_000_000;
  const toInstant = (known: string) =>
    known.length === 10
      ? instantAt(dayOf(known), "24:00")
      : instantAt(dayOf(known.slice(0, 10)), known.slice(11));
  // A few hundred announcements are asked for again with every day they are about.
  const instants = new Map<string, number>();
  const knownAt = (known: string) => {
    const instant = instants.get(known) ?? toInstant(known);
    instants.set(known, instant);
    return instant;
  };
  return { instantAt, knownAt };
};
