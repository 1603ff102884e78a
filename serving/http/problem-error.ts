import { type Problem, type ProblemCode, problemKinds } from "../contract/problems.ts";

/** A failure on its way to the caller. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: Problem["errors"];

  constructor(
    code: ProblemCode,
    message: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly errors?: Problem["errors"] } = {},
  ) {
    super(message);
    this.code = code;
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }
}

/** What cannot be printed, or would be read as more than one character. */
const ODD = /[\p{Cc}\p{Cs}]/gu;

/** The document that tells a caller of a failure. */
export const problemDocument = (
  code: ProblemCode,
  detail: string,
  requestId: string,
  errors?: Problem["errors"],
): Problem => {
  const [status, title] = problemKinds[code];
  return {
    type: `urn:asof:problem:${code}`,
    title,
    status,
    detail: detail.replace(ODD, " ").slice(0, 2000),
    instance: `urn:asof:request:${requestId}`,
    code,
    ...(errors ? { errors } : {}),
  };
};
