/** An instant: UTC microseconds since 1970-01-01T00:00:00Z. Exact in a double until the year 2255. */
export type UtcMicros = number;

/** A session date: days since 1970-01-01 in the market's own calendar. */
export type SessionDate = number;

/** Stands for "no session" among session dates. */
export const NO_SESSION: SessionDate = -2_147_483_648;

export const MICROS_PER_MINUTE = 60_000_000;
export const MICROS_PER_DAY = 86_400_000_000;
