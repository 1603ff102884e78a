import { problemKinds, problemSchema } from "../contract/problems.ts";
import type { Route } from "../contract/routes/route.ts";
import { type FailureCode, failure, type ServingFailure } from "./failure.ts";

/** An operation's outcome. `etag` is that of what was answered, for the next change of it. */
export type Answered<T> =
  | { readonly ok: true; readonly value: T; readonly etag: string | null }
  | { readonly ok: false; readonly failure: ServingFailure };

const MOST_WAIT_MS = 60_000;

const waitAsked = (headers: Headers): number | null => {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, MOST_WAIT_MS) : null;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isProblemCode = (code: string): code is keyof typeof problemKinds => Object.hasOwn(problemKinds, code);

const STRANGE = "Look whether the address is that of a serving API of this version.";

/** The failure that an answer tells; one that is no problem document comes from something between. */
export const readProblem = (status: number, headers: Headers, text: string): ServingFailure => {
  const problem = problemSchema.safeParse(parseJson(text));
  const retryAfterMs = waitAsked(headers);
  if (!problem.success) {
    const isPassing = [429, 502, 503, 504].includes(status);
    const message = `The server answered ${status}, and not as a serving API does. ${STRANGE}`;
    return failure(isPassing ? "unavailable" : "no-such-server", message, { status, retryAfterMs });
  }
  const { code, detail, instance, errors = [] } = problem.data;
  const known: FailureCode = isProblemCode(code) ? code : status >= 500 ? "internal" : "bad-request";
  return failure(known, detail, { status, request: instance, errors, retryAfterMs });
};

/** Reads an answer by its route's schema. */
export const readAnswer = (
  route: Route,
  status: number,
  headers: Headers,
  text: string,
): Answered<unknown> => {
  if (status < 200 || status > 299) return { ok: false, failure: readProblem(status, headers, text) };
  const etag = headers.get("etag");
  if (route.answer === null) return { ok: true, value: text, etag };
  const parsed = route.answer.safeParse(parseJson(text));
  if (parsed.success) return { ok: true, value: parsed.data, etag };
  const message = `What the server answered to ${route.operation} is not what this version understands. ${STRANGE}`;
  return { ok: false, failure: failure("no-such-server", message, { status }) };
};
