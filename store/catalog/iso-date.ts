import { MICROS_PER_DAY } from "../../engine/contract/time.ts";

/** Days since 1970-01-01 as YYYY-MM-DD. */
export const toIsoDate = (days: number): string =>
  new Date((days * MICROS_PER_DAY) / 1_000).toISOString().slice(0, 10);
