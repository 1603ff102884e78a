import { z } from "zod";
import { type ProblemCode, problemKinds } from "../../serving/contract/problems.ts";
import type { ContractShape } from "../../wire/contract.ts";
import { connectionDraftSchema, connectionId } from "./publish-calls.ts";

const nothing = z.object({});

/** Why a sign-in came to nothing: as the issuer said, or as the server did of what the issuer gave. */
export const signInFaults = [
  "denied",
  "expired",
  "cancelled",
  "unreachable",
  "ended",
  "refused",
  "not-accepted",
  "not-kept",
] as const;

/** A sign-in that is under way, or the last one. Its tokens stay in the main process. */
export const signInStateSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("waiting"),
    /** Whose code it is. */
    issuer: z.string(),
    /** What a person enters at the address. */
    userCode: z.string().max(40),
    address: z.string().max(2_000),
    /** Milliseconds since 1970. */
    expiresAt: z.number(),
  }),
  z.object({ state: z.literal("done"), connectionId }),
  z.object({ state: z.literal("failed"), code: z.enum(signInFaults), message: z.string() }),
]);
export type SignInState = z.infer<typeof signInStateSchema>;

/** Signing in to a server with the issuer that it names. */
export const signInCalls = {
  /** Whether a server says that people sign in, and with whom; null when it takes its own tokens only. */
  "sign-in/offer": {
    input: connectionDraftSchema.pick({ url: true }),
    output: z.object({ issuer: z.string().nullable() }),
    errors: ["url-refused", "offline", "no-server", ...(Object.keys(problemKinds) as ProblemCode[])],
  },
  /**
   * Asks the issuer for a code, for a new connection (`id` null) or one there is. What becomes of it comes as
   * `sign-in/changed`. One at a time: the one before is cancelled.
   */
  "sign-in/start": {
    input: connectionDraftSchema.extend({ id: connectionId.nullable() }),
    output: signInStateSchema,
    errors: [
      "unknown-connection",
      "name-taken",
      "url-refused",
      "not-offered",
      "offline",
      "no-server",
      ...(Object.keys(problemKinds) as ProblemCode[]),
    ],
  },
  /** Opens the address of the code in the browser: the one the issuer gave, whatever a window says. */
  "sign-in/open": { input: nothing, output: nothing, errors: ["no-sign-in", "not-opened"] },
  "sign-in/cancel": { input: nothing, output: nothing, errors: [] },
  /** Forgets a sign-in here and tells its issuer. */
  "sign-in/end": {
    input: z.object({ id: connectionId }),
    output: nothing,
    errors: ["unknown-connection", "not-saved"],
  },
} as const satisfies ContractShape["calls"];

export const signInEvents = {
  "sign-in/changed": signInStateSchema,
} as const satisfies ContractShape["events"];
