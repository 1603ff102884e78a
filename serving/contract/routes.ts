import { z } from "zod";
import { envelopeSchema } from "../../bundle/contract/bundle.ts";
import { auditEntrySchema } from "./audit.ts";
import { dataBatchSchema, takenBatchSchema } from "./data-batch.ts";
import { canaryShareSchema, strategySchema, versionSchema } from "./lifecycle.ts";
import {
  askedInstantSchema,
  digestSchema,
  instantSchema,
  reasonSchema,
  slugSchema,
  subjectSchema,
  versionNumberSchema,
} from "./names.ts";
import { evidenceSchema, policySchema } from "./policy.ts";
import type { ProblemCode } from "./problems.ts";
import { type Role, roleSchema, roles } from "./roles.ts";
import { signInSchema } from "./sign-in.ts";
import { takenTicksSchema, tickBatchSchema } from "./tick-batch.ts";
import { idSchema, valuesSchema } from "./values.ts";

/** What stands in a path or a query: an object of named fields. */
type Fields = z.ZodObject;

/** One endpoint. The server, the OpenAPI document and the tests of access are made from the same list of these. */
export interface Route {
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As OpenAPI writes it: `/v1/strategies/{strategy}`. */
  readonly path: string;
  readonly summary: string;
  /** "public": without a token; else who has one of the roles. */
  readonly access: "public" | readonly Role[];
  readonly params?: Fields;
  readonly query?: Fields;
  readonly body?: z.ZodType;
  /** The body is a bundle's document, taken as it is. */
  readonly isBundle?: true;
  /** The body may be longer than others. */
  readonly isLarge?: true;
  /** It comes many times a second, and has a limit of its own. */
  readonly isFrequent?: true;
  /** A POST that only reads, and so needs no key. */
  readonly isRead?: true;
  /** Whether the revision that the caller has seen must be named. */
  readonly needsRevision?: true;
  readonly status: number;
  /** The answer; null where it is no JSON of ours. */
  readonly answer: z.ZodType | null;
  readonly problems: readonly ProblemCode[];
}

const strategy = z.object({ strategy: slugSchema });
const strategyVersion = z.object({
  strategy: slugSchema,
  version: z.coerce.number().pipe(versionNumberSchema),
});
const page = z.object({
  after: z.coerce.number().pipe(z.int().min(0)).default(0),
  limit: z.coerce.number().pipe(z.int().min(1).max(1000)).default(100),
});
const idList = z
  .string()
  .max(20_000)
  .transform((text) => text.split(","))
  .pipe(z.array(idSchema).min(1).max(1000));

const bundleAnswer = z.object({
  digest: digestSchema,
  signedBy: subjectSchema.nullable(),
  evidence: evidenceSchema,
  uploadedBy: subjectSchema,
  uploadedAt: instantSchema,
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
const health = z.object({ status: z.string() });
/**
 * A broker that is lost takes no server out: signals are answered, and ticks come when it is back. Nor does a Redis that
 * is cut off: values are answered, marked stale.
 */
const readiness = z.object({
  status: z.string(),
  broker: z.enum(["connected", "lost"]).optional(),
  redis: z.enum(["linked", "cut-off"]).optional(),
});

/** A change of a strategy by somebody with a role, to a revision that he has seen. */
const change = <
  const Method extends "POST" | "PATCH",
  const Operation extends string,
  Body extends Fields,
  Params extends Fields = typeof strategy,
>(
  method: Method,
  path: string,
  operation: Operation,
  role: Role,
  summary: string,
  body: Body,
  problems: readonly ProblemCode[],
  params?: Params,
) => ({
  operation,
  method,
  path: `/v1/strategies/{strategy}${path}`,
  summary,
  access: [role],
  params: (params ?? strategy) as Params,
  body,
  needsRevision: true as const,
  status: 200,
  answer: strategySchema,
  problems: [
    "unknown-strategy" as const,
    "stale-revision" as const,
    "if-match-required" as const,
    "key-reused" as const,
    ...problems,
  ],
});

const aVersion = z.strictObject({ version: versionNumberSchema });
const aReason = z.strictObject({ reason: reasonSchema });

/** All endpoints, each with the very types of its schemas: a client asks in these. */
export const routeTable = [
  {
    operation: "uploadBundle",
    method: "POST",
    path: "/v1/bundles",
    summary: "Take in a bundle, after checking all of it",
    access: ["author"],
    isBundle: true,
    status: 201,
    answer: bundleAnswer,
    problems: ["bundle-refused", "key-reused"],
  },
  {
    operation: "getBundle",
    method: "GET",
    path: "/v1/bundles/{digest}",
    summary: "What is known of a bundle",
    access: roles,
    params: z.object({ digest: digestSchema }),
    status: 200,
    answer: bundleAnswer,
    problems: ["unknown-bundle"],
  },
  {
    operation: "getBundleDocument",
    method: "GET",
    path: "/v1/bundles/{digest}/document",
    summary: "The bundle itself",
    access: roles,
    params: z.object({ digest: digestSchema }),
    status: 200,
    answer: null,
    problems: ["unknown-bundle"],
  },
  {
    operation: "listStrategies",
    method: "GET",
    path: "/v1/strategies",
    summary: "All strategies",
    access: roles,
    status: 200,
    answer: z.object({ strategies: z.array(strategySchema) }),
    problems: [],
  },
  {
    operation: "getStrategy",
    method: "GET",
    path: "/v1/strategies/{strategy}",
    summary: "A strategy with its versions; its ETag is what changes name in If-Match",
    access: roles,
    params: strategy,
    status: 200,
    answer: strategySchema,
    problems: ["unknown-strategy"],
  },
  {
    operation: "createVersion",
    method: "POST",
    path: "/v1/strategies/{strategy}/versions",
    summary: "Make a bundle the next version; the first makes the strategy",
    access: ["author"],
    params: strategy,
    body: z.strictObject({ digest: digestSchema, desk: slugSchema }),
    status: 201,
    answer: strategySchema,
    problems: ["unknown-bundle", "digest-known", "wrong-desk", "stale-revision", "key-reused"],
  },
  {
    operation: "getVersion",
    method: "GET",
    path: "/v1/strategies/{strategy}/versions/{version}",
    summary: "One version",
    access: roles,
    params: strategyVersion,
    status: 200,
    answer: versionSchema,
    problems: ["unknown-strategy", "unknown-version"],
  },
  change(
    "POST",
    "/approvals",
    "judgeVersion",
    "approver",
    "Approve or reject a version by a signed statement about its digest",
    z.strictObject({ version: versionNumberSchema, statement: envelopeSchema }),
    ["unknown-version", "wrong-state", "wrong-digest", "own-bundle", "approval-refused"],
  ),
  change(
    "POST",
    "/deployments",
    "deployVersion",
    "operator",
    "Bring an approved version into shadow",
    aVersion,
    ["unknown-version", "wrong-state", "candidate-in-the-way", "halted"],
  ),
  change(
    "PATCH",
    "/deployments/{version}",
    "shareTraffic",
    "operator",
    "Give a candidate its share of the callers, in per cent",
    z.strictObject({ share: canaryShareSchema }),
    ["unknown-version", "wrong-state", "share-too-far", "halted"],
    strategyVersion,
  ),
  change("POST", "/promote", "promoteVersion", "operator", "Make a canary live", aVersion, [
    "unknown-version",
    "wrong-state",
    "share-too-far",
    "halted",
  ]),
  change("POST", "/rollback", "rollBack", "operator", "Take back the last step towards traffic", aReason, [
    "nothing-before",
  ]),
  change("POST", "/halt", "halt", "operator", "Answer no signals until it is resumed", aReason, ["halted"]),
  change("POST", "/resume", "resume", "operator", "Answer signals again", z.strictObject({}), ["not-halted"]),
  change(
    "POST",
    "/retire",
    "retireVersion",
    "operator",
    "Take a version out for good",
    z.strictObject({ version: versionNumberSchema, reason: reasonSchema }),
    ["unknown-version", "wrong-state"],
  ),
  {
    operation: "getSignals",
    method: "GET",
    path: "/v1/strategies/{strategy}/signals",
    summary: "The newest signals, or those known at an instant",
    access: roles,
    params: strategy,
    query: z.object({
      asOf: askedInstantSchema.optional(),
      ids: idList.optional(),
      /** Who the signals are for, when one token asks for many accounts: it decides about canaries. */
      caller: subjectSchema.optional(),
    }),
    status: 200,
    answer: valuesSchema,
    problems: ["unknown-strategy", "no-live-version", "no-values", "retired", "halted"],
  },
  {
    operation: "getFactorValues",
    method: "GET",
    path: "/v1/factors/{factor}/values",
    summary: "The newest values of a factor, or those known at an instant",
    access: roles,
    params: z.object({ factor: slugSchema }),
    query: z.object({ asOf: askedInstantSchema.optional(), ids: idList.optional() }),
    status: 200,
    answer: valuesSchema,
    problems: ["unknown-strategy", "no-live-version", "no-values", "retired", "halted"],
  },
  {
    operation: "batchGetFactorValues",
    method: "POST",
    path: "/v1/factors/{factor}/values:batchGet",
    summary: "The same for many ids",
    access: roles,
    params: z.object({ factor: slugSchema }),
    body: z.strictObject({ ids: z.array(idSchema).min(1).max(20_000), asOf: askedInstantSchema.optional() }),
    isRead: true,
    status: 200,
    answer: valuesSchema,
    problems: ["unknown-strategy", "no-live-version", "no-values", "retired", "halted"],
  },
  {
    operation: "takeBatch",
    method: "POST",
    path: "/v1/data/batches",
    summary: "Take in new bars or facts; what they change is computed afterwards",
    access: ["operator"],
    body: dataBatchSchema,
    isLarge: true,
    status: 200,
    answer: takenBatchSchema,
    problems: ["batch-refused", "key-reused"],
  },
  {
    operation: "takeTicks",
    method: "POST",
    path: "/v1/ticks",
    summary: "Take in ticks; factors of sessions under way follow them",
    access: ["operator"],
    body: tickBatchSchema,
    isLarge: true,
    isFrequent: true,
    status: 200,
    answer: takenTicksSchema,
    problems: ["batch-refused", "key-reused"],
  },
  {
    operation: "stream",
    method: "GET",
    path: "/v1/stream",
    summary: "What happens, as server-sent events with sequence numbers; Last-Event-ID resumes",
    access: roles,
    query: z.object({ after: z.coerce.number().pipe(z.int().min(0)).optional() }),
    status: 200,
    answer: null,
    problems: [],
  },
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
  {
    operation: "getSignIn",
    method: "GET",
    path: "/v1/sign-in",
    summary: "How people sign in, when an issuer is configured; null when tokens are the server's own",
    access: "public",
    status: 200,
    answer: z.object({ signIn: signInSchema.nullable() }),
    problems: [],
  },
  {
    operation: "isAlive",
    method: "GET",
    path: "/healthz",
    summary: "Whether the process answers",
    access: "public",
    status: 200,
    answer: health,
    problems: [],
  },
  {
    operation: "isReady",
    method: "GET",
    path: "/readyz",
    summary: "Whether it can take commands",
    access: "public",
    status: 200,
    answer: readiness,
    problems: ["unavailable"],
  },
  {
    operation: "getMetrics",
    method: "GET",
    path: "/metrics",
    summary: "Figures for Prometheus",
    access: "public",
    status: 200,
    answer: null,
    problems: [],
  },
  {
    operation: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This API as an OpenAPI 3.1 document",
    access: "public",
    status: 200,
    answer: null,
    problems: [],
  },
] as const satisfies readonly Route[];

/** All endpoints, for whoever goes through them. */
export const routes: readonly Route[] = [...routeTable];
