import { z } from "zod";
import { auditEntrySchema } from "../contract/audit.ts";
import { strategySchema } from "../contract/lifecycle.ts";
import { evidenceSchema, policySchema } from "../contract/policy.ts";
import { roleSchema } from "../contract/roles.ts";

/** A number of eight bytes, as either database gives it. */
const bigint = z.union([z.string(), z.number(), z.bigint()]).transform(Number).pipe(z.int());

/** Text that holds JSON of a shape. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** What is in the tables was written by us, and is parsed all the same: a row of another version stops here. */
export const strategyRow = z.object({ state: json(strategySchema) }).transform(({ state }) => state);

export const policyRow = z.object({ revision: bigint, policy: json(policySchema) });

export const headRow = z.object({ seq: bigint, hash: z.string() });

export const auditRow = z
  .object({
    ...auditEntrySchema.shape,
    seq: bigint,
    previous_hash: z.string(),
    previousHash: z.undefined().optional(),
  })
  .transform(({ previous_hash, seq, at, actor, action, subject, details, hash }) => ({
    seq,
    at,
    actor,
    action,
    subject,
    details,
    previousHash: previous_hash,
    hash,
  }));

export const outboxRow = z
  .object({ seq: bigint, at: z.string(), topic: z.string(), payload: z.string() })
  .transform(({ seq, at, topic, payload }) => ({ seq, at, topic, payload: JSON.parse(payload) as unknown }));

export const answerRow = z.object({
  fingerprint: z.string(),
  status: z.number(),
  etag: z.string().nullable(),
  body: z.string(),
});

export const bundleRow = z
  .object({
    digest: z.string(),
    signed_by: z.string().nullable(),
    evidence: json(evidenceSchema),
    uploaded_by: z.string(),
    uploaded_at: z.string(),
  })
  .transform((row) => ({
    digest: row.digest,
    signedBy: row.signed_by,
    evidence: row.evidence,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
  }));

export const tokenRow = z
  .object({
    id: z.string(),
    secret_hash: z.string(),
    subject: z.string(),
    roles: json(z.array(roleSchema)),
    issued_by: z.string(),
    issued_at: z.string(),
    expires_at: z.string(),
    revoked_at: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    secretHash: row.secret_hash,
    subject: row.subject,
    roles: row.roles,
    issuedBy: row.issued_by,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  }));

export type TokenRecord = z.infer<typeof tokenRow>;
export type BundleRecord = z.infer<typeof bundleRow>;
export type OutboxEvent = z.infer<typeof outboxRow>;
