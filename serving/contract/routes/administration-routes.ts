import { z } from "zod";
import { auditEntrySchema } from "../audit.ts";
import { instantSchema, slugSchema, subjectSchema } from "../names.ts";
import { policySchema } from "../policy.ts";
import { roleSchema, roles } from "../roles.ts";
import type { Route } from "./route.ts";

const page = z.object({
  after: z.coerce.number().pipe(z.int().min(0)).default(0),
  limit: z.coerce.number().pipe(z.int().min(1).max(1000)).default(100),
});

const tokenAnswer = z.object({
  id: z.string(),
  subject: subjectSchema,
  roles: z.array(roleSchema),
  issuedBy: subjectSchema,
  issuedAt: instantSchema,
  expiresAt: instantSchema,
  revokedAt: instantSchema.nullable(),
});

const policyAnswer = z.object({ desk: slugSchema, revision: z.int(), policy: policySchema });

/** The audit log, policies, tokens, and who one is. */
export const administrationRoutes = [
  {
    operation: "listAudit",
    method: "GET",
    path: "/v1/audit",
    summary: "The audit log, oldest first",
    access: ["auditor"],
    query: page,
    status: 200,
    answer: z.object({ entries: z.array(auditEntrySchema) }),
    problems: [],
  },
  {
    operation: "verifyAudit",
    method: "GET",
    path: "/v1/audit/verification",
    summary: "Whether the audit log is whole",
    access: ["auditor"],
    status: 200,
    answer: z.object({
      verified: z.boolean(),
      /** The end of the log; keep it elsewhere, to notice a log that was cut. */
      head: z.object({ seq: z.int(), hash: z.string() }).optional(),
      brokenAt: z.int().optional(),
    }),
    problems: [],
  },
  {
    operation: "getPolicy",
    method: "GET",
    path: "/v1/desks/{desk}/policy",
    summary: "What a desk asks of versions",
    access: roles,
    params: z.object({ desk: slugSchema }),
    status: 200,
    answer: policyAnswer,
    problems: [],
  },
  {
    operation: "putPolicy",
    method: "PUT",
    path: "/v1/desks/{desk}/policy",
    summary: "Set what a desk asks of versions from now on",
    access: ["admin"],
    params: z.object({ desk: slugSchema }),
    body: policySchema,
    needsRevision: true,
    status: 200,
    answer: policyAnswer,
    problems: ["stale-revision", "if-match-required"],
  },
  {
    operation: "issueToken",
    method: "POST",
    path: "/v1/tokens",
    summary: "Issue a token; it is shown this once",
    access: ["admin"],
    body: z.strictObject({
      subject: subjectSchema,
      roles: z.array(roleSchema).min(1).max(roles.length),
      /** How long it is good for, at most 30 days. */
      seconds: z.int().min(60).max(2_592_000).default(43_200),
    }),
    status: 201,
    answer: z.object({ ...tokenAnswer.shape, token: z.string() }),
    problems: ["key-reused"],
  },
  {
    operation: "listTokens",
    method: "GET",
    path: "/v1/tokens",
    summary: "All tokens, without their secrets",
    access: ["admin"],
    status: 200,
    answer: z.object({ tokens: z.array(tokenAnswer) }),
    problems: [],
  },
  {
    operation: "revokeToken",
    method: "DELETE",
    path: "/v1/tokens/{id}",
    summary: "End a token now",
    access: ["admin"],
    params: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) }),
    status: 200,
    answer: z.object({ id: z.string() }),
    problems: ["unknown-token"],
  },
  {
    operation: "whoAmI",
    method: "GET",
    path: "/v1/me",
    summary: "Who the token is of, and what he may do",
    access: roles,
    status: 200,
    answer: z.object({ subject: subjectSchema, roles: z.array(roleSchema) }),
    problems: [],
  },
] as const satisfies readonly Route[];
