import { z } from "zod";
import { bundleManifestSchema, hashSchema } from "../../bundle/contract/bundle.ts";
import { policySchema } from "../../serving/contract/policy.ts";

/** What a notebook passes before anything of it leaves this machine, in this order. */
export const gateSteps = ["clean-run", "no-stale", "cut-out", "audit", "parity", "policy"] as const;
export const gateStepSchema = z.enum(gateSteps);
export type GateStep = z.infer<typeof gateStepSchema>;

/** Why a step did not pass, and where it is mended. */
export const gateProblemSchema = z.object({
  /** A code of bundle faults, of cell faults or of the gate's own; the sentence counts where the code is not known. */
  code: z.string().max(100),
  message: z.string().max(4_000),
  /** The cell to mend; null when it is not a cell, or one of another notebook. */
  cellId: z.string().max(200).nullable(),
  /** 1-based line in that cell. */
  line: z.number().int().min(1).nullable(),
});
export type GateProblem = z.infer<typeof gateProblemSchema>;

/** How one limit of a desk's policy compares with what the backtest came to. */
export const limitVerdictSchema = z.object({
  limit: z.enum(policySchema.shape.evidence.keyof().options),
  /** What the bundle states: a number as the policy measures it, or whether there is a certificate. */
  stated: z.number().or(z.boolean()).nullable(),
  allowed: z.number().or(z.boolean()),
  /** "close": met, and within a tenth of the limit. */
  verdict: z.enum(["met", "close", "broken", "not-stated"]),
});
export type LimitVerdict = z.infer<typeof limitVerdictSchema>;

export const gateStepStateSchema = z.object({
  step: gateStepSchema,
  state: z.enum(["waiting", "running", "passed", "failed", "warned"]),
  durationMs: z.number().min(0).nullable(),
  /**
   * Figures of the step's sentence, by name: `cells` of the clean run and of the cut-out, `cuts` of the audit,
   * `vectors` of parity, `limits` of the policy.
   */
  facts: z.record(z.string().max(40), z.number().or(z.string().max(400))),
  problems: z.array(gateProblemSchema).max(500),
});
export type GateStepState = z.infer<typeof gateStepStateSchema>;

/** What would be signed: known once it was built, and so also when the policy then fails. */
export const gatedBundleSchema = z.object({
  digest: hashSchema,
  ...bundleManifestSchema.pick({ kind: true, name: true }).shape,
  snapshot: hashSchema,
  sizeBytes: z.number().int().min(0),
  /** Limits of the desk's policy; none when the server could not be asked. */
  limits: z.array(limitVerdictSchema),
});
export type GatedBundle = z.infer<typeof gatedBundleSchema>;

/** A gate as it stands, always as a whole. */
export const gateSchema = z.object({
  gateId: z.number().int(),
  state: z.enum(["running", "passed", "failed", "cancelled"]),
  steps: z.array(gateStepStateSchema).length(gateSteps.length),
  bundle: gatedBundleSchema.nullable(),
});
export type Gate = z.infer<typeof gateSchema>;
