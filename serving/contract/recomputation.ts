import { z } from "zod";
import { type Evidence, evidenceSchema } from "./policy.ts";

/** What came of running a version's backtest again on the data of the server. */
export const recomputationSchema = z.discriminatedUnion("outcome", [
  /** Orders and every stated figure came out with their bits; limits are held against `evidence`, which came of it. */
  z.object({ outcome: z.literal("same"), evidence: evidenceSchema }),
  /** The first that did not: a metric's key, "sessions", "orderHash" or "inputs". `null`: there is none on that side. */
  z.object({
    outcome: z.literal("differs"),
    figure: z.string().max(100),
    /** Bits of a metric, hex; of the others as they stand. */
    stated: z.string().max(100).nullable(),
    recomputed: z.string().max(100).nullable(),
  }),
  /** What the bundle states counts as said by its author. */
  z.object({
    outcome: z.literal("not-here"),
    /** "other-data": the store does not have what it was tested on. "failed": the backtest could not be run. */
    reason: z.enum(["other-data", "failed"]),
    message: z.string().max(1_000),
  }),
  /** A factor states no figures. */
  z.object({ outcome: z.literal("no-backtest") }),
]);

export type Recomputation = z.infer<typeof recomputationSchema>;

/** What a version's limits are held against: what the server computed, and else what the bundle states. */
export const evidenceThatCounts = (stated: Evidence, recomputed: Recomputation | null): Evidence =>
  recomputed?.outcome === "same" ? recomputed.evidence : stated;
