import { z } from "zod";
import { envelopeSchema } from "../../../bundle/contract/bundle.ts";
import { canaryShareSchema, strategySchema, versionSchema } from "../lifecycle.ts";
import {
  digestSchema,
  instantSchema,
  reasonSchema,
  slugSchema,
  subjectSchema,
  versionNumberSchema,
} from "../names.ts";
import { evidenceSchema } from "../policy.ts";
import type { ProblemCode } from "../problems.ts";
import { type Role, roles } from "../roles.ts";
import type { Fields, Route } from "./route.ts";

const strategy = z.object({ strategy: slugSchema });
const strategyVersion = z.object({
  strategy: slugSchema,
  version: z.coerce.number().pipe(versionNumberSchema),
});

const bundleAnswer = z.object({
  digest: digestSchema,
  signedBy: subjectSchema.nullable(),
  evidence: evidenceSchema,
  uploadedBy: subjectSchema,
  uploadedAt: instantSchema,
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

/** Bundles, strategies, and the life of their versions. */
export const strategyRoutes = [
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
    ["unknown-version", "wrong-state", "wrong-digest", "own-bundle", "approval-refused", "policy-not-met"],
  ),
  change(
    "POST",
    "/deployments",
    "deployVersion",
    "operator",
    "Bring an approved version into shadow",
    aVersion,
    ["unknown-version", "wrong-state", "candidate-in-the-way", "halted", "policy-not-met"],
  ),
  change(
    "PATCH",
    "/deployments/{version}",
    "shareTraffic",
    "operator",
    "Give a candidate its share of the callers, in per cent",
    z.strictObject({ share: canaryShareSchema }),
    ["unknown-version", "wrong-state", "share-too-far", "halted", "policy-not-met"],
    strategyVersion,
  ),
  change("POST", "/promote", "promoteVersion", "operator", "Make a canary live", aVersion, [
    "unknown-version",
    "wrong-state",
    "share-too-far",
    "halted",
    "policy-not-met",
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
] as const satisfies readonly Route[];
