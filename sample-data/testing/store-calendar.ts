import type { CalendarVersion } from "../../store/panel/panel-events.ts";
import type { CalendarRow } from "../reference/calendar-rows.ts";

/** Rows of a market's calendar as the store's panels read them. */
export const storeCalendar = (rows: readonly CalendarRow[]): CalendarVersion[] =>
  rows.map((row) => ({
    mic: row.mic,
    sessionDate: row.session_date,
    status: row.status,
    openAt: row.open_utc,
    closeAt: row.close_utc,
    breakStartAt: row.break_start_utc ?? Number.NaN,
    breakEndAt: row.break_end_utc ?? Number.NaN,
    knownAt: row.known_at,
    revision: row.revision,
    ingestSeq: 1,
  }));
