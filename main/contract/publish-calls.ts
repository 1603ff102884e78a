import { z } from "zod";
import { bundleManifestSchema, hashSchema } from "../../bundle/contract/bundle.ts";
import { auditEntrySchema } from "../../serving/contract/audit.ts";
import { canaryShareSchema, strategySchema } from "../../serving/contract/lifecycle.ts";
import {
  digestSchema,
  reasonSchema,
  slugSchema,
  subjectSchema,
  versionNumberSchema,
} from "../../serving/contract/names.ts";
import { type ProblemCode, problemKinds } from "../../serving/contract/problems.ts";
import { roleSchema } from "../../serving/contract/roles.ts";
import type { ContractShape } from "../../wire/contract.ts";
import { signalComparisonSchema, versionEvidenceSchema } from "./publish-evidence.ts";
import { gateSchema } from "./publish-gate.ts";

const nothing = z.object({});
export const connectionId = z.string().min(1).max(64);

/** A server as a person added it. Its token stays in the main process. */
export const connectionSchema = z.object({
  id: connectionId,
  name: z.string().max(100),
  url: z.url().max(500),
  /** The desk that new strategies belong to. */
  desk: slugSchema,
  /** "refused": it answers and does not take the token. */
  state: z.enum(["connecting", "online", "offline", "refused"]),
  /** Why it is not online, and by which code of the client; "" when it is. */
  code: z.string().max(100),
  message: z.string(),
  /** Whom the token is of and what he may do, as the server last said. */
  subject: subjectSchema.nullable(),
  roles: z.array(roleSchema),
  /** False where the system has no key store: the token is held until the app is closed, and then entered again. */
  isTokenKept: z.boolean(),
  /** Who signed its user in; null for a connection with a token. One that has ended begins anew with a person. */
  signIn: z.object({ issuer: z.string(), hasEnded: z.boolean() }).nullable(),
  /** When the server last answered, milliseconds since 1970. */
  answeredAt: z.number().nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const connectionDraftSchema = z.object({
  name: z.string().min(1).max(100),
  /** https, or http to this machine. */
  url: z.url().max(500),
  desk: slugSchema,
});

/** The key that signs what is published here; its private half never leaves the main process. */
export const signingKeySchema = z.object({
  keyid: hashSchema,
  publicKey: z.string().max(1_000),
  /** False where the system has no key store: the next start of the app makes another key. */
  isKept: z.boolean(),
});
export type SigningKey = z.infer<typeof signingKeySchema>;

/** What passed the gate and could not be sent yet, or was sent and refused. */
export const queuedBundleSchema = z.object({
  id: z.string().max(64),
  connectionId,
  strategy: slugSchema,
  digest: digestSchema,
  queuedAt: z.number(),
  state: z.enum(["waiting", "sending", "refused"]),
  /** Why it waits, or what the server said, and by which code; "" before it was sent. */
  code: z.string().max(100).default(""),
  message: z.string(),
});
export type QueuedBundle = z.infer<typeof queuedBundleSchema>;

/** The strategies of a server, as they were when it last answered. */
export const strategyListSchema = z.object({
  connectionId,
  strategies: z.array(strategySchema),
  /** Milliseconds since 1970. */
  readAt: z.number(),
});
export type StrategyList = z.infer<typeof strategyListSchema>;

/** A notebook as the window holds it, unsaved text and all. */
export const openNotebookSchema = z.object({
  path: z.string().nullable(),
  name: z.string().max(255),
  text: z.string(),
});
export type OpenNotebook = z.infer<typeof openNotebookSchema>;

/** What to publish: the notebook as the window holds it, so that unsaved text is what is tested. */
export const publishRequestSchema = z.object({
  connectionId,
  strategy: slugSchema,
  kind: bundleManifestSchema.shape.kind,
  variable: z.string().min(1).max(200),
  /** Which backtest of it stands for it, from 1. */
  backtest: z.number().int().min(1),
  notebook: openNotebookSchema,
});
export type PublishRequest = z.infer<typeof publishRequestSchema>;

const serverErrors = [
  "unknown-connection",
  "offline",
  "no-server",
  "sign-in-ended",
  ...(Object.keys(problemKinds) as ProblemCode[]),
] as const;

const of = { connectionId, strategy: slugSchema };
/** A change of a strategy that the caller has seen at this revision. The answer is the strategy after it. */
const change = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => ({
  input: z.object({ ...of, revision: strategySchema.shape.revision, ...shape }),
  output: strategySchema,
  errors: serverErrors,
});
const judgement = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => ({
  ...change(shape),
  errors: [...serverErrors, "not-saved"] as const,
});
const aVersion = { version: versionNumberSchema };
const aReason = { reason: reasonSchema };

/** What a window may ask about publishing. Signing and sending are the main process's. */
export const publishCalls = {
  "connection/list": { input: nothing, output: z.array(connectionSchema), errors: [] },
  /** Keeps a new connection (`id` null) or a changed one; a null token keeps the one there is. */
  "connection/save": {
    input: connectionDraftSchema.extend({
      id: connectionId.nullable(),
      token: z.string().min(1).max(8_192).nullable(),
    }),
    output: connectionSchema,
    errors: ["unknown-connection", "name-taken", "url-refused", "token-needed", "not-saved"],
  },
  "connection/remove": {
    input: z.object({ id: connectionId }),
    output: nothing,
    errors: ["unknown-connection", "not-saved"],
  },
  /** Asks a server who one is there, and keeps nothing. A null token is the one kept for `id`. */
  "connection/test": {
    input: connectionDraftSchema.pick({ url: true }).extend({
      id: connectionId.nullable(),
      token: z.string().min(1).max(8_192).nullable(),
    }),
    output: z.object({ subject: subjectSchema, roles: z.array(roleSchema), latencyMs: z.number() }),
    errors: [...serverErrors, "url-refused", "token-needed"],
  },

  /** The key of this machine's user, made when there is none yet. */
  "signing-key/get": { input: nothing, output: signingKeySchema, errors: ["not-saved"] },

  /** Begins the checks; what becomes of them comes as `gate/changed`. One gate at a time. */
  "gate/start": {
    input: publishRequestSchema,
    output: gateSchema,
    errors: ["unknown-connection", "busy", "not-granted", "store-unavailable"],
  },
  "gate/cancel": { input: z.object({ gateId: z.number().int() }), output: nothing, errors: [] },
  /** Signs what passed a gate and sends it; when the server is out of reach, it waits in the queue. */
  "publish/send": {
    input: z.object({ gateId: z.number().int() }),
    output: z.discriminatedUnion("outcome", [
      z.object({ outcome: z.literal("sent"), strategy: strategySchema, version: versionNumberSchema }),
      z.object({ outcome: z.literal("queued"), entry: queuedBundleSchema }),
    ]),
    errors: ["not-passed", "not-saved", ...serverErrors],
  },
  "queue/list": { input: nothing, output: z.array(queuedBundleSchema), errors: [] },
  /** Tries now. */
  "queue/retry": { input: z.object({ id: z.string().max(64) }), output: nothing, errors: ["unknown-entry"] },
  "queue/discard": {
    input: z.object({ id: z.string().max(64) }),
    output: nothing,
    errors: ["unknown-entry"],
  },

  /** All strategies with their versions. Out of reach, the last that were read, with when. */
  "strategy/list": { input: z.object({ connectionId }), output: strategyListSchema, errors: serverErrors },
  "version/evidence": {
    input: z.object({ ...of, ...aVersion }),
    output: versionEvidenceSchema,
    errors: [...serverErrors, "digest-mismatch", "not-readable"],
  },
  /** Judgements are signed with this machine's key before they are sent. */
  "version/approve": judgement({ ...aVersion, digest: digestSchema }),
  "version/reject": judgement({ ...aVersion, digest: digestSchema, ...aReason }),
  "deployment/shadow": change(aVersion),
  "deployment/share": change({ ...aVersion, share: canaryShareSchema }),
  "deployment/promote": change(aVersion),
  "deployment/rollback": change(aReason),
  "deployment/halt": change(aReason),
  "deployment/resume": change({}),
  "deployment/retire": change({ ...aVersion, ...aReason }),

  /** Takes as long as a backtest does; without notebooks, as long as the server needs for its newest values. */
  "signal/compare": {
    input: z.object({ ...of, notebooks: z.array(openNotebookSchema).max(100).nullable() }),
    output: signalComparisonSchema,
    errors: [...serverErrors, "digest-mismatch", "not-readable"],
  },

  /** A part of the audit log: entries behind a sequence number, oldest first. */
  "audit/list": {
    input: z.object({
      connectionId,
      after: z.number().int().min(0),
      limit: z.number().int().min(1).max(1_000),
    }),
    output: z.object({ entries: z.array(auditEntrySchema) }),
    errors: serverErrors,
  },
  "audit/verify": {
    input: z.object({ connectionId }),
    output: z.object({
      isWhole: z.boolean(),
      head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
      brokenAt: z.number().int().nullable(),
    }),
    errors: serverErrors,
  },
} as const satisfies ContractShape["calls"];

export const publishEvents = {
  "connection/changed": z.object({ connections: z.array(connectionSchema) }),
  "gate/changed": gateSchema,
  "queue/changed": z.object({ entries: z.array(queuedBundleSchema) }),
  /** Strategies of a server are others than before: told by its stream, or read again after it was out of reach. */
  "strategy/changed": strategyListSchema,
} as const satisfies ContractShape["events"];
