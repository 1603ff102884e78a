import { dayOf, yearMonthOf } from "../calendars/day.ts";
import type { Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { TableBuilder } from "./table-builder.ts";

/** A market's sessions, known from the December before their year. */
export const appendCalendar = (calendars: TableBuilder, market: Market, sessions: Sessions): void => {
  sessions.dates.forEach((day, session) => {
    const knownAt = dayOf(`${yearMonthOf(day).year - 1}-12-01`) * 86_400_000_000;
    const status = sessions.isHalfDay[session] === 1 ? "half-day" : "open";
    calendars.append([
      market.calendar.mic,
      day,
      status,
      sessions.openAt[session]!,
      sessions.closeAt[session]!,
      null,
      null,
      knownAt,
      0,
    ]);
  });
};
