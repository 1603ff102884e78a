import { dayOf } from "./calendars/day.ts";

/** Bars run from the first to the last day; the years before 2014 are warm-up. */
export const FIRST_DAY = dayOf("2012-07-02");
export const LAST_DAY = dayOf("2024-06-28");

/** Calendars begin a month earlier and run to the end of the year, as an exchange announces them. */
export const CALENDAR_FROM = "2012-06-01";
export const CALENDAR_TO = "2024-12-31";

/** Nothing in the sample was known later than this instant, UTC microseconds. */
export const KNOWN_TO = dayOf("2024-06-30") * 86_400_000_000;

export const SNAPSHOT_NAME = "sample-2024";

/**
 * Digest of the default sample, which names its version: the store is rebuilt when it differs. A test compares it
 * with what the generator makes; change it only together with an intended change of the data.
 */
export const SAMPLE_DIGEST = "d4c921d9fb2d7dde0fd84af0445a26591839d1d352c90019f46db6898b1ad163";
