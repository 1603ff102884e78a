import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";
import { browseCalls } from "./browse.ts";
import { catalogSchema } from "./catalog.ts";
import { explainCalls } from "./explain.ts";
import { panelHeaderSchema, panelReadSchema, panelRequestSchema } from "./panel-request.ts";
import { snapshotCalls } from "./snapshots.ts";

/** One cross-section: the values of some fields, of a universe's members, as known at one instant. */
const crossSectionRequestSchema = z.object({
  /** Name or id; null is the newest. */
  snapshot: z.string().nullable().default(null),
  universe: z.string(),
  fields: z.array(z.string()).min(1).max(64),
  at: z.number(),
});
export const crossSectionSchema = z.object({
  at: z.number(),
  iid: z.array(z.string()),
  name: z.array(z.string()),
  mic: z.array(z.string()),
  currency: z.array(z.string()),
  values: z.array(
    z.object({ field: z.string(), value: z.instanceof(Float64Array), knownAt: z.instanceof(Float64Array) }),
  ),
});
export type CrossSection = z.infer<typeof crossSectionSchema>;

/** Every version of one fundamental field of one instrument known by an instant, oldest first. */
export const factHistorySchema = z.object({
  rows: z.array(
    z.object({
      periodEnd: z.string(),
      value: z.number().nullable(),
      unit: z.string(),
      knownAt: z.number(),
      revision: z.number().int(),
      knownQuality: z.enum(["exact", "date_only", "assumed_lag", "backfill"]),
    }),
  ),
});
export type FactHistory = z.infer<typeof factHistorySchema>;

/** What the store answers, to the kernel, to the main process and to the command line alike. */
export const storeContract = defineContract({
  calls: {
    /** Of a snapshot by name or id; the newest when left out. */
    "store/catalog": {
      input: z.object({ snapshot: z.string().nullable().default(null) }),
      output: catalogSchema,
      errors: ["store-unavailable", "unknown-snapshot"],
    },
    "store/health": {
      input: z.object({}),
      output: z.object({
        path: z.string(),
        sizeBytes: z.number(),
        duckdbVersion: z.string(),
        isHealthy: z.boolean(),
      }),
      errors: [],
    },
    "panel/open": {
      input: panelRequestSchema,
      output: panelHeaderSchema,
      errors: [
        "unknown-snapshot",
        "unknown-universe",
        "unknown-field",
        "empty-range",
        "too-large",
        "unsupported-rule",
        "store-unavailable",
        "cancelled",
      ],
    },
    "panel/read": { input: panelReadSchema, output: z.instanceof(Uint8Array), errors: ["unknown-panel"] },
    "panel/close": { input: z.object({ panelId: z.string() }), output: z.object({}), errors: [] },
    "cross-section/read": {
      input: crossSectionRequestSchema,
      output: crossSectionSchema,
      errors: ["unknown-universe", "unknown-field", "unknown-snapshot"],
    },
    "facts/history": {
      input: z.object({
        snapshot: z.string().nullable().default(null),
        instrument: z.string(),
        field: z.string(),
        at: z.number().nullable(),
      }),
      output: factHistorySchema,
      errors: ["unknown-field", "unknown-instrument", "unknown-snapshot"],
    },
    ...browseCalls,
    ...explainCalls,
    ...snapshotCalls,
  },
  events: {},
});
export type StoreContract = typeof storeContract;
