import { listVersions } from "../calendars/calendar-versions.ts";
import { exchangeCalendars } from "../calendars/exchange-calendars.ts";

/** A row of the store's `calendars` table, without provenance. */
export interface CalendarRow {
  readonly mic: string;
  readonly session_date: number;
  readonly status: string;
  readonly open_utc: number;
  readonly close_utc: number;
  readonly break_start_utc: number | null;
  readonly break_end_utc: number | null;
  readonly known_at: number;
  readonly revision: number;
}

/** The years for which every table of holidays is complete. */
export const FIRST_CALENDAR_YEAR = 2000;
export const LAST_CALENDAR_YEAR = 2027;

/** Every version of every session day of one exchange, both years included. */
export const calendarRows = (mic: string, fromYear: number, toYear: number): CalendarRow[] => {
  const calendar = exchangeCalendars.find((candidate) => candidate.mic === mic);
  if (!calendar) throw new Error(`there is no calendar of ${mic}`);
  if (fromYear < FIRST_CALENDAR_YEAR || toYear > LAST_CALENDAR_YEAR)
    throw new Error(
      `calendars hold ${FIRST_CALENDAR_YEAR} to ${LAST_CALENDAR_YEAR}, asked for ${fromYear} to ${toYear}`,
    );
  return listVersions(calendar, `${fromYear}-01-01`, `${toYear}-12-31`).map((version) => ({
    mic,
    session_date: version.sessionDate,
    status: version.status,
    open_utc: version.openAt,
    close_utc: version.closeAt,
    break_start_utc: version.breakStartAt,
    break_end_utc: version.breakEndAt,
    known_at: version.knownAt,
    revision: version.revision,
  }));
};
