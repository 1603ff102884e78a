import { dayOf, isoOf, isWeekend, yearMonthOf } from "./day.ts";
import type { CalendarChange, Hours, MarketCalendar, RegularHours, YearPlan } from "./market-calendar.ts";
import { localClock } from "./utc-offset.ts";

export type SessionStatus = "open" | "half-day" | "moved" | "closed";

/** One version of one day, as the store's `calendars` table holds it. Instants are UTC microseconds. */
export interface SessionVersion {
  readonly mic: string;
  readonly sessionDate: number;
  readonly status: SessionStatus;
  readonly openAt: number;
  readonly closeAt: number;
  readonly breakStartAt: number | null;
  readonly breakEndAt: number | null;
  readonly knownAt: number;
  readonly revision: number;
}

interface DayState extends Hours {
  readonly status: SessionStatus;
}

/** Every version of every day that ever was to be a session, days ascending, then by the time it was known. */
export const listVersions = (
  calendar: MarketCalendar,
  firstIso: string,
  lastIso: string,
): SessionVersion[] => {
  const { instantAt, knownAt: instantOf } = localClock(calendar.timeZone);
  const changes = changesByDay(calendar.changes);
  const versions: SessionVersion[] = [];
  let year = Number.NaN;
  let plan: YearPlan | undefined;
  for (let day = dayOf(firstIso); day <= dayOf(lastIso); day++) {
    if (isWeekend(day)) continue;
    if (year !== yearMonthOf(day).year || !plan) {
      year = yearMonthOf(day).year;
      plan = calendar.planYear(year);
    }
    let held: DayState | undefined;
    let revision = 0;
    for (const known of listMoments(calendar, changes.get(day) ?? [], year, isoOf(day), instantOf)) {
      const state = stateOf(calendar, plan, day, known, changes.get(day) ?? [], instantOf, held);
      if (!state || (held && isSame(state, held))) continue;
      const { status, open, close, lunch } = state;
      versions.push({
        mic: calendar.mic,
        sessionDate: day,
        status,
        openAt: instantAt(day, open),
        closeAt: instantAt(day, close),
        breakStartAt: lunch ? instantAt(day, lunch[0]) : null,
        breakEndAt: lunch ? instantAt(day, lunch[1]) : null,
        knownAt: known,
        revision: revision++,
      });
      held = state;
    }
  }
  return versions;
};

const changesByDay = (changes: readonly CalendarChange[]): Map<number, CalendarChange[]> => {
  const byDay = new Map<number, CalendarChange[]>();
  for (const change of changes)
    for (const iso of change.days.split(" ")) {
      const day = dayOf(iso);
      byDay.set(day, [...(byDay.get(day) ?? []), change]);
    }
  return byDay;
};

/** The instants at which something about a day became known, from the announcement of its year's calendar on. */
const listMoments = (
  calendar: MarketCalendar,
  changes: readonly CalendarChange[],
  year: number,
  iso: string,
  instantOf: (known: string) => number,
): number[] => {
  const announced = instantOf(calendar.announcedOn(year));
  const regimes = calendar.hours.filter(({ from }) => from <= iso).map((hours) => instantOf(hours.announced));
  const later = [...regimes, ...changes.map(({ known }) => instantOf(known))].filter((at) => at > announced);
  return [announced, ...new Set(later)].sort((a, b) => a - b);
};

/** A day as it stood at an instant; undefined when it was no session and never had been. */
const stateOf = (
  calendar: MarketCalendar,
  plan: YearPlan,
  day: number,
  at: number,
  changes: readonly CalendarChange[],
  instantOf: (known: string) => number,
  held: DayState | undefined,
): DayState | undefined => {
  const iso = isoOf(day);
  const regular = calendar.hours.findLast(({ from, announced }) => from <= iso && instantOf(announced) <= at);
  if (!regular) throw new Error(`${calendar.mic} has no hours on ${iso}`);
  const change = changes.findLast(({ known }) => instantOf(known) <= at);
  if (change?.becomes === "closed") {
    if (!held) throw new Error(`${calendar.mic} calls off ${iso}, which was no session`);
    return { ...held, status: "closed" };
  }
  if (change) return withLunch({ ...regular, ...change.becomes, status: "moved" });
  return plan.holidays.has(day) ? undefined : planned(regular, plan, day);
};

const planned = (regular: RegularHours, plan: YearPlan, day: number): DayState => {
  if (plan.halfDays.has(day) && regular.halfDayClose)
    return withLunch({ ...regular, close: regular.halfDayClose, status: "half-day" });
  const lateOpen = plan.lateOpens.get(day);
  if (lateOpen) return withLunch({ ...regular, open: lateOpen, status: "moved" });
  return withLunch({ ...regular, status: "open" });
};

/** A break that the session's hours do not span is none. */
const withLunch = ({ open, close, lunch, status }: DayState): DayState =>
  lunch && open < lunch[0] && close > lunch[1] ? { open, close, lunch, status } : { open, close, status };

const isSame = (a: DayState, b: DayState): boolean =>
  a.status === b.status &&
  a.open === b.open &&
  a.close === b.close &&
  a.lunch?.[0] === b.lunch?.[0] &&
  a.lunch?.[1] === b.lunch?.[1];
