import { z } from "zod";

/** What the store holds, as of a snapshot: enough to browse, to complete names and to derive types. */
export const catalogSchema = z.object({
  snapshot: z.object({
    name: z.string(),
    /** SHA-256, hex, of the canonical manifest. */
    id: z.string(),
    /** The newest instant any row of the snapshot was known at, UTC microseconds. */
    knownTo: z.number(),
    isSynthetic: z.boolean(),
  }),
  markets: z.array(
    z.object({
      mic: z.string(),
      name: z.string(),
      currency: z.string(),
      timeZone: z.string(),
      firstSession: z.string(),
      lastSession: z.string(),
      sessions: z.number().int(),
    }),
  ),
  universes: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** Members as of `knownTo`. */
      names: z.number().int(),
      mics: z.array(z.string()),
    }),
  ),
  fields: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["price", "volume", "fundamental", "classification", "derived", "fx"]),
      unit: z.string(),
      description: z.string(),
      /** Share of member cells of the widest universe that hold a value, 0 to 1. */
      coverage: z.number(),
      /** Median age of the value on the last session, in days. */
      ageDays: z.number(),
      ttlDays: z.number().nullable(),
      /** Share of its facts that were given a new value later, 0 to 1. */
      restatementRate: z.number(),
      /** The newest instant a value of it was known at, UTC microseconds; null without any. */
      newestKnownAt: z.number().nullable(),
    }),
  ),
  instruments: z.array(
    z.object({
      iid: z.string(),
      symbol: z.string(),
      name: z.string(),
      mic: z.string(),
      sector: z.string(),
      listedOn: z.string(),
      delistedOn: z.string().nullable(),
    }),
  ),
  tables: z.array(z.object({ name: z.string(), rows: z.number().int() })),
});
export type Catalog = z.infer<typeof catalogSchema>;
