const MILLIS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 as YYYY-MM-DD. */
export const toIsoDate = (days: number): string => new Date(days * MILLIS_PER_DAY).toISOString().slice(0, 10);

/** YYYY-MM-DD as days since 1970-01-01; NaN for what is no date. */
export const fromIsoDate = (isoDate: string): number => Date.parse(`${isoDate}T00:00:00Z`) / MILLIS_PER_DAY;
