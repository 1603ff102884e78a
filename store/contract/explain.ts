import { z } from "zod";
import type { ContractShape } from "../../wire/contract.ts";
import { cellReasons, decisionRuleSchema } from "./panel-request.ts";

export const explainRequestSchema = z.object({
  snapshot: z.string().nullable().default(null),
  iid: z.string(),
  field: z.string(),
  /** The row: the session of the instrument's market, ISO date. */
  sessionDate: z.string(),
  decision: decisionRuleSchema,
  asOf: z.number().nullable().default(null),
});

export type ExplainRequest = z.infer<typeof explainRequestSchema>;

const seenVersionSchema = z.object({
  value: z.number().nullable(),
  /** The session or the period the value is about. */
  validDate: z.string(),
  revision: z.number().int(),
  knownAt: z.number(),
  knownQuality: z.string(),
  source: z.string(),
  batchId: z.string(),
  fileName: z.string(),
  ingestSeq: z.number().int(),
});
export type SeenVersion = z.infer<typeof seenVersionSchema>;

/** Where one cell of a panel comes from. */
export const cellExplanationSchema = z.object({
  iid: z.string(),
  field: z.string(),
  unit: z.string(),
  sessionDate: z.string(),
  decisionAt: z.number(),
  reason: z.enum(cellReasons),
  /** The row that was seen; null when the cell is empty. */
  seen: seenVersionSchema.nullable(),
  /** What the row's instant a day earlier would have shown. */
  dayEarlier: seenVersionSchema.nullable(),
  /** Versions of the same fact that came too late for this cell, oldest first. */
  later: z.array(seenVersionSchema),
});
export type CellExplanation = z.infer<typeof cellExplanationSchema>;

/** Where one number comes from. */
export const explainCalls = {
  "cell/explain": {
    input: explainRequestSchema,
    output: cellExplanationSchema,
    errors: ["unknown-snapshot", "unknown-field", "unknown-instrument", "not-a-session"],
  },
} as const satisfies ContractShape["calls"];
