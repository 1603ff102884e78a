import type { Route } from "../contract/routes/route.ts";
import { routes } from "../contract/routes.ts";
import { readAddress } from "./address.ts";
import { failure, type ServingFailure } from "./failure.ts";
import { NoWay } from "./fetch-through.ts";
import { followStream, type StreamEvent, type StreamOptions } from "./follow-stream.ts";
import { type LooseQuestion, type MadeRequest, makeRequest } from "./make-request.ts";
import type { AnswerOf, Operation, Question } from "./operations.ts";
import { type Answered, readAnswer } from "./read-answer.ts";

type Token = string | null | ServingFailure;

export interface ClientOptions {
  readonly server: string;
  /** Asked before each request; null asks without one, and a failure asks nothing. Kept nowhere. */
  token(): Token | Promise<Token>;
  /** Whether the token may go over plain HTTP to another machine. */
  readonly allowsPlainHttp?: boolean;
  readonly fetch?: typeof fetch;
  /** Waits; resolves early when it is not worth waiting any more. */
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** How often what can be repeated is sent at most. */
  readonly attempts?: number;
}

export interface ServingClient {
  /**
   * Asks one operation. What only reads, and what carries an Idempotency-Key, is sent again when no answer came or the
   * server asks for patience, always with the same key. Any other change is sent again only if the server refused it
   * unseen (429).
   */
  ask<O extends Operation>(operation: O, question: Question<O>): Promise<Answered<AnswerOf<O>>>;
  /** What happens on the server, from a sequence number on, over lost connections: see `followStream`. */
  follow(options: StreamOptions): AsyncGenerator<StreamEvent, ServingFailure>;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
const TIMEOUT_MS = 30_000;
/** A server replays every vector of a bundle before it answers, and takes one bundle at a time. */
const UPLOAD_TIMEOUT_MS = 600_000;

const waitFor = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
  });

/** A header that would be refused is told by its text, so it never gets that far. */
const TOKEN = /^[!-~]{1,8192}$/;

const byOperation = new Map(routes.map((route) => [route.operation, route]));

/** What a connection's failure is called, as far as it tells. Never the request: its head holds the token. */
const reasonOf = (error: unknown): string => {
  if (error instanceof NoWay) return error.message;
  const cause = (error as { readonly cause?: { readonly code?: unknown } }).cause;
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "there is no machine of this name",
    ECONNRESET: "the connection broke",
    CERT_HAS_EXPIRED: "its certificate has expired",
    DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody that this machine trusts",
    SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody that this machine trusts",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody that this machine trusts",
    ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is that of another machine",
  };
  const code = typeof cause?.code === "string" ? cause.code : "";
  if ((error as Error).name === "TimeoutError") return "it took too long to answer";
  return known[code] ?? (code === "" ? "the connection broke" : code);
};

/** A client of a serving API, with the types of the very table that the server answers by. */
export const servingClient = (options: ClientOptions): ServingClient => {
  const { wait = waitFor, attempts = ATTEMPTS } = options;
  const address = readAddress(options.server, options.allowsPlainHttp === true);

  const authorization = async (route: Route): Promise<Record<string, string> | ServingFailure> => {
    const token = route.access === "public" ? null : await options.token();
    if (token === null) return {};
    if (typeof token !== "string") return token;
    if (!TOKEN.test(token))
      return failure("bad-token", "The token holds characters that no token has. Enter it again.");
    return { authorization: `Bearer ${token}` };
  };

  const send = async (
    route: Route,
    request: MadeRequest,
    head: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Answered<unknown>> => {
    const timeout = AbortSignal.timeout(route.isBundle ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS);
    try {
      const answer = await (options.fetch ?? fetch)(request.url, {
        method: request.method,
        headers: { ...request.headers, ...head },
        body: request.body,
        // A redirection would lead the request, and with it its body, somewhere else.
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return readAnswer(route, answer.status, answer.headers, await answer.text());
    } catch (error) {
      if (signal?.aborted) return { ok: false, failure: failure("cancelled", "The request was cancelled.") };
      const message = `${request.url.origin} cannot be reached: ${reasonOf(error)}.`;
      return { ok: false, failure: failure("unreachable", message) };
    }
  };

  const isWorthRepeating = ({ isRepeatable }: MadeRequest, { code }: ServingFailure): boolean =>
    code === "too-many-requests" || (isRepeatable && (code === "unreachable" || code === "unavailable"));

  const ask = async (operation: Operation, question: LooseQuestion): Promise<Answered<unknown>> => {
    if (!address.ok) return address;
    const route = byOperation.get(operation)!;
    const head = await authorization(route);
    if ("code" in head) return { ok: false, failure: head as ServingFailure };
    const request = makeRequest(address.base, route, question);
    for (let attempt = 1; ; attempt++) {
      const answered = await send(route, request, head, question.signal);
      if (answered.ok || attempt >= attempts || !isWorthRepeating(request, answered.failure)) return answered;
      await wait(answered.failure.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1), question.signal);
    }
  };

  return {
    ask: ask as ServingClient["ask"],
    follow: (asked) =>
      followStream(asked, {
        wait,
        open: async (after, signal) => {
          if (!address.ok) return address.failure;
          const head = await authorization(byOperation.get("stream")!);
          if ("code" in head) return head as ServingFailure;
          const url = new URL("v1/stream", address.base);
          try {
            return await (options.fetch ?? fetch)(url, {
              headers: { ...head, ...(after === null ? {} : { "last-event-id": String(after) }) },
              redirect: "error",
              signal,
            });
          } catch (error) {
            return failure("unreachable", `${url.origin} cannot be reached: ${reasonOf(error)}.`);
          }
        },
      }),
  };
};
