import { z } from "zod";
import { envelopeSchema } from "../../bundle/contract/bundle.ts";
import { digestSchema, slugSchema, subjectSchema, versionNumberSchema } from "./names.ts";
import { recomputationSchema } from "./recomputation.ts";
import { skewSchema } from "./skew.ts";

const of = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), version: versionNumberSchema, ...shape });

const reason = z.string();
const judged = { digest: digestSchema, approver: subjectSchema, statement: envelopeSchema };

/** What happened to a strategy: the only thing that changes one, and what audit log and stream tell. */
export const lifecycleEventSchema = z.discriminatedUnion("kind", [
  of("uploaded", {
    digest: digestSchema,
    author: subjectSchema,
    signedBy: subjectSchema.nullable(),
    desk: slugSchema,
  }),
  of("checked", {}),
  of("check-failed", { reason }),
  of("approved", judged),
  of("rejected", { ...judged, reason }),
  of("shadowed", {}),
  of("shared", { share: z.int() }),
  of("promoted", { superseded: versionNumberSchema.nullable() }),
  of("withdrawn", { reason }),
  of("rolled-back", { restored: versionNumberSchema, reason }),
  of("breached", { guardrail: z.string(), observed: z.number(), limit: z.number() }),
  of("recomputed", { recomputed: recomputationSchema }),
  of("skewed", { skew: skewSchema }),
  of("retired", { reason }),
  z.object({ kind: z.literal("halted"), by: subjectSchema, reason }),
  z.object({ kind: z.literal("resumed") }),
]);

export type LifecycleEvent = z.infer<typeof lifecycleEventSchema>;
