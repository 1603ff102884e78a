const DAY_MS = 86_400_000;
/** After midnight UTC, when no exchange of the sample is about to close. */
const HOUR_MS = 2 * 3_600_000;

/** The number of the night that an instant (UTC milliseconds) belongs to: it begins at two o'clock. */
export const nightOf = (now: number): number => Math.floor((now - HOUR_MS) / DAY_MS);
