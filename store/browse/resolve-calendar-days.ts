import { toIsoDate } from "../catalog/iso-date.ts";
import type { CalendarDay } from "../contract/browse.ts";
import { groupBy } from "../panel/group-by.ts";
import { type CalendarVersion, compareVersions } from "../panel/panel-events.ts";

export interface CalendarDayVersion extends CalendarVersion {
  /** NaN without a lunch break. */
  readonly breakStartAt: number;
  readonly breakEndAt: number;
}

const orNull = (instant: number): number | null => (Number.isNaN(instant) ? null : instant);

/** R6: the days of a calendar as they stood at an instant; a day nobody had announced by then is not there. */
export const resolveCalendarDays = (versions: readonly CalendarDayVersion[], at: number): CalendarDay[] =>
  [...groupBy(versions, (version) => version.sessionDate)]
    .sort(([a], [b]) => a - b)
    .flatMap(([sessionDate, own]) => {
      const known = own.filter(({ knownAt }) => knownAt <= at).sort(compareVersions);
      const day = known.at(-1);
      if (!day) return [];
      const before = known.at(-2);
      return [
        {
          sessionDate: toIsoDate(sessionDate),
          status: day.status as CalendarDay["status"],
          openAt: day.openAt,
          closeAt: day.closeAt,
          breakStartAt: orNull(day.breakStartAt),
          breakEndAt: orNull(day.breakEndAt),
          knownAt: day.knownAt,
          revision: day.revision,
          versions: known.length,
          before: before ? { status: before.status, openAt: before.openAt, closeAt: before.closeAt } : null,
        },
      ];
    });
