import { z } from "zod";
import { digestSchema, instantSchema } from "./names.ts";

/** One value, with where it comes from. `value` is null where the strategy or factor gives none. */
export const valueSchema = z.object({
  id: z.string(),
  value: z.number().nullable(),
  /** The decision's instant; while its session is under way, that of the newest tick. */
  asOf: instantSchema,
  /** When the last input of it became known. */
  knownAt: instantSchema,
  computedAt: instantSchema,
  version: z.int(),
  bundle: digestSchema,
  snapshot: z.string(),
  /** Older than it should be, or from a copy whose source cannot be reached. */
  stale: z.boolean(),
  /** Of a session under way, from its ticks so far. */
  forming: z.boolean(),
});

/** Values that were computed together: never some of one set and some of another. */
export const valuesSchema = z.object({
  name: z.string(),
  version: z.int(),
  values: z.array(valueSchema),
  /** Asked ids that have no value in this set. */
  missing: z.array(z.string()),
});

/** Ids as they are asked for: an instrument's id in the store. */
export const idSchema = z
  .string()
  .regex(/^[!-+\--~]{1,100}$/, "must be 1–100 visible ASCII characters, no comma");
