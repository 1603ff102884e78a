import { z } from "zod";
import { envelopeSchema } from "../../bundle/contract/bundle.ts";
import { digestSchema, reasonSchema, slugSchema, subjectSchema, versionNumberSchema } from "./names.ts";
import { recomputationSchema } from "./recomputation.ts";
import { skewSchema } from "./skew.ts";

/** The states of a version. A version that was rejected, superseded for good or retired never comes back to traffic. */
export const versionStates = [
  "uploaded",
  "checked",
  "approved",
  "rejected",
  "shadow",
  "canary",
  "live",
  "superseded",
  "retired",
] as const;

export type VersionState = (typeof versionStates)[number];

/** The steps of a canary, in per cent of the callers. */
export const canaryShares = [1, 5, 25, 50] as const;

export const canaryShareSchema = z.literal(canaryShares);

/** One version of a strategy: a bundle on its way to traffic. */
export const versionSchema = z.object({
  version: versionNumberSchema,
  digest: digestSchema,
  /** Who uploaded it. */
  author: subjectSchema,
  /** Whose signature the bundle carries. */
  signedBy: subjectSchema.nullable(),
  state: z.enum(versionStates),
  /** Per cent of callers that get this version. */
  share: z.int().min(0).max(100),
  approver: subjectSchema.nullable(),
  /** What the approver said of the digest, signed by his key, for whoever wants to check it again. */
  statement: envelopeSchema.nullable().default(null),
  /** Why it is where it is, when there is more to say than its state. */
  reason: z.string().nullable(),
  /** Whether the server's own backtest gives what the bundle states; null while it has not been run. */
  recomputed: recomputationSchema.nullable().default(null),
  /** The first value of it that was not what was tested; null when none was found. */
  skew: skewSchema.nullable().default(null),
});

export type Version = z.infer<typeof versionSchema>;

/** A strategy with all its versions. `revision` counts its changes and is its ETag. */
export const strategySchema = z.object({
  id: slugSchema,
  desk: slugSchema,
  revision: z.int().min(0),
  versions: z.array(versionSchema),
  /** Versions that were live before the one that is, oldest first: where rollbacks lead. */
  before: z.array(versionNumberSchema),
  halt: z.object({ by: subjectSchema, reason: reasonSchema }).nullable(),
});

export type Strategy = z.infer<typeof strategySchema>;
