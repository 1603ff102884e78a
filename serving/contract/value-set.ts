import { z } from "zod";
import { digestSchema, slugSchema, versionNumberSchema } from "./names.ts";

/** UTC milliseconds. */
const milliseconds = z.number();

/** What is computed together for a strategy or a factor: one number an id, all of one version and one instant. */
export const valueSetSchema = z.object({
  kind: z.enum(["signal", "factor"]),
  name: slugSchema,
  version: versionNumberSchema,
  bundle: digestSchema,
  snapshot: z.string(),
  /** The decision's instant. */
  asOf: milliseconds,
  /** Nobody could know it earlier: the decision's instant, or when the data that it needed came here. */
  knownAt: milliseconds,
  computedAt: milliseconds,
  /** Of a session under way: `asOf` is the instant of the newest tick, and the next ones make other values. */
  isForming: z.literal(true).optional(),
  ids: z.array(z.string()).readonly(),
  /** As long as `ids`; a missing value is NaN. */
  values: z.instanceof(Float64Array),
});

export type ValueSet = z.infer<typeof valueSetSchema>;
