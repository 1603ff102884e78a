import type { Problem, ProblemCode } from "../contract/problems.ts";

/**
 * Why there is no answer: the server's own code; or "unreachable" (no answer came, so it may have been done or not),
 * "no-such-server" (what answers is no serving API, or another version of it), "bad-address" and "bad-token" (nothing
 * was sent), "sign-in-ended" (the issuer gives no more tokens for it), "cancelled".
 */
export type FailureCode =
  | ProblemCode
  | "unreachable"
  | "no-such-server"
  | "bad-address"
  | "bad-token"
  | "sign-in-ended"
  | "cancelled";

/** An expected failure of a request, as plain data. Never holds the token. */
export interface ServingFailure {
  readonly code: FailureCode;
  /** What went wrong, and what to do next. */
  readonly message: string;
  /** HTTP status; null where nothing was answered. */
  readonly status: number | null;
  /** The request's id, which also stands in the server's log. */
  readonly request: string | null;
  readonly errors: NonNullable<Problem["errors"]>;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
}

export const failure = (
  code: FailureCode,
  message: string,
  more: Partial<Omit<ServingFailure, "code" | "message">> = {},
): ServingFailure => ({
  code,
  message,
  status: null,
  request: null,
  errors: [],
  retryAfterMs: null,
  ...more,
});
