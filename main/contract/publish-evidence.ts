import { z } from "zod";
import { bundleConfigSchema, bundleManifestSchema } from "../../bundle/contract/bundle.ts";
import { versionSchema } from "../../serving/contract/lifecycle.ts";
import { digestSchema, instantSchema, subjectSchema } from "../../serving/contract/names.ts";
import { valueSchema } from "../../serving/contract/values.ts";
import { limitVerdictSchema } from "./publish-gate.ts";

const metrics = z.record(z.string().max(100), z.number());

/** A cell of a version beside the one of the live version: null where that version has none. */
export const cellChangeSchema = z.object({
  cellId: z.string().max(200),
  /** The file's name for a cell of an imported notebook; "" for the published one's own. */
  notebook: z.string().max(200),
  source: z.string().nullable(),
  liveSource: z.string().nullable(),
});
export type CellChange = z.infer<typeof cellChangeSchema>;

/** All that an approver judges by, read from the very bundle that an approval would bind to. */
export const versionEvidenceSchema = z.object({
  version: versionSchema,
  uploadedAt: instantSchema,
  uploadedBy: subjectSchema,
  /** The document that came was hashed and read here, and is the one of the version's digest. */
  isDigestChecked: z.boolean(),
  ...bundleManifestSchema.pick({
    kind: true,
    name: true,
    universe: true,
    decision: true,
    rebalance: true,
    fields: true,
    lookBackSessions: true,
    engine: true,
    data: true,
    audit: true,
  }).shape,
  parameters: z.record(z.string().max(100), z.number()),
  /** Null for a factor. */
  backtest: z.object({ config: bundleConfigSchema, sessions: z.number().int(), metrics }).nullable(),
  parityCount: z.number().int(),
  limits: z.array(limitVerdictSchema),
  cells: z.array(cellChangeSchema).max(2_000),
  /** The version that is live, which this one would take the place of. */
  live: z.object({ version: versionSchema, metrics }).nullable(),
});
export type VersionEvidence = z.infer<typeof versionEvidenceSchema>;

const float64 = z.instanceof(Float64Array);

/** What a version gives now, and gave on the days before, beside what a backtest run here gives for the same instants. */
export const signalComparisonSchema = z.object({
  ...valueSchema.pick({ asOf: true, knownAt: true, computedAt: true, version: true, stale: true }).shape,
  bundle: digestSchema,
  snapshot: z.string(),
  /** By id. */
  rows: z.array(
    z.object({
      id: z.string(),
      live: z.number().nullable(),
      backtest: z.number().nullable(),
      /** The same bits, missing values included. */
      isEqual: z.boolean(),
      /** How many doubles they lie apart; null when one is missing. */
      steps: z.number().nullable(),
    }),
  ),
  /**
   * Why there is nothing to compare with; null when `backtest` is filled in. "not-open": the bundle's notebook is none of
   * those that are open. "other-code": it is, and `cellId` of it is another cell than the bundle's. "no-decision": the
   * data here does not reach the decision.
   */
  withoutBacktest: z
    .object({
      reason: z.enum(["not-asked", "not-open", "other-code", "no-decision", "failed"]),
      /** The strategy's, as its cell names it. */
      name: z.string(),
      /** The open notebook's; null when none is. */
      notebook: z.string().nullable(),
      cellId: z.string(),
      message: z.string(),
    })
    .nullable(),
  /** The data that the backtest ran on; null when there is none. */
  backtestSnapshot: z.string().nullable(),
  /** Each set of values that the server keeps, oldest first; the newest is the last. */
  days: z.array(
    z.object({
      asOf: instantSchema,
      knownAt: instantSchema,
      /** Of the ids of `rows`. */
      live: float64,
      backtest: float64,
      /** Values with other bits; null where the backtest has no such decision. */
      differing: z.number().int().nullable(),
      greatestDifference: z.number().nullable(),
    }),
  ),
});
export type SignalComparison = z.infer<typeof signalComparisonSchema>;
