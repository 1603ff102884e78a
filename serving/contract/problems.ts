import { z } from "zod";

/** Every way a request can fail: its status, and what it is called. `type` of a problem is `urn:asof:problem:<code>`. */
export const problemKinds = {
  "bad-request": [400, "The request cannot be read"],
  "idempotency-key-required": [400, "An Idempotency-Key is required"],
  unauthenticated: [401, "A valid token is required"],
  "wrong-role": [403, "The caller's role may not do this"],
  "own-bundle": [403, "Four eyes: not one's own bundle"],
  "not-found": [404, "There is nothing at this address"],
  "unknown-strategy": [404, "There is no such strategy"],
  "unknown-version": [404, "There is no such version"],
  "unknown-bundle": [404, "There is no such bundle"],
  "unknown-token": [404, "There is no such token"],
  "no-live-version": [404, "The strategy has no live version"],
  "no-values": [404, "There are no values as of this instant"],
  "method-not-allowed": [405, "This address does not know the method"],
  "wrong-state": [409, "The version is in another state"],
  "policy-not-met": [409, "The desk's policy does not allow it"],
  "wrong-digest": [409, "The version is another bundle"],
  "wrong-desk": [409, "The strategy belongs to another desk"],
  "digest-known": [409, "The bundle is a version already"],
  "candidate-in-the-way": [409, "Another version is on its way"],
  "share-too-far": [409, "A canary grows step by step"],
  "nothing-before": [409, "There is no version to go back to"],
  "not-halted": [409, "The strategy is not halted"],
  retired: [410, "The strategy has retired"],
  "stale-revision": [412, "The state has changed since"],
  "too-large": [413, "The request is too large"],
  "unsupported-media-type": [415, "The body is of a type that is not read here"],
  "bad-body": [422, "The body does not have the right shape"],
  "batch-refused": [422, "The rows cannot be taken in"],
  "bundle-refused": [422, "The bundle does not verify"],
  "approval-refused": [422, "The approver's signature does not verify"],
  "key-reused": [422, "The Idempotency-Key belongs to another request"],
  halted: [423, "The strategy is halted"],
  "if-match-required": [428, "If-Match is required"],
  "too-many-requests": [429, "Too many requests"],
  "headers-too-large": [431, "The request's head is too large"],
  internal: [500, "The server made a mistake"],
  unavailable: [503, "The server cannot do this now"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemCode = keyof typeof problemKinds;

/** A failure as it is answered (RFC 9457), as `application/problem+json`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What went wrong here, and what to do next. */
  detail: z.string(),
  /** The request's id, which also stands in the server's log. */
  instance: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export type Problem = z.infer<typeof problemSchema>;
