import { z } from "zod";
import { instantSchema, subjectSchema } from "./names.ts";

/** One line of the audit log. `hash` is over everything else, `previousHash` included. */
export const auditEntrySchema = z.object({
  seq: z.int().min(1),
  at: instantSchema,
  actor: subjectSchema,
  /** What was done: `strategy/approved`, `token/issued`. */
  action: z.string(),
  subject: z.string(),
  /** What it was done with, as canonical JSON. */
  details: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;
