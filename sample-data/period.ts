import { dayOf } from "./calendars/day.ts";

/** The last day with bars. */
export const LAST_DAY = dayOf("2024-06-28");

/** Calendars run to the end of the year, as an exchange announces them. */
export const CALENDAR_TO = "2024-12-31";

/** Nothing in the sample was known later than this instant, UTC microseconds. */
export const KNOWN_TO = dayOf("2024-06-30") * 86_400_000_000;

export const SNAPSHOT_NAME = "sample-2024";

/**
 * Digest of the default sample, which names its version: the store is rebuilt when it differs. A test compares it
 * with what the generator makes; change it only together with an intended change of the data.
 */
export const SAMPLE_DIGEST = "8203e524ba4c6c75713d84759dd0f14c47ab06c4afc850f585ee004e01e0546e";
