import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ProblemCode, problemKinds } from "../contract/problems.ts";
import { routes } from "../contract/routes.ts";
import { DatabaseUnavailable } from "../registry/database.ts";
import { ProblemError, problemDocument } from "./problem-error.ts";

/** What Fastify refuses by itself, in our words. */
const REFUSED: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: ["bad-request", "The request cannot be read: its address, its head or its JSON is malformed."],
  404: ["not-found", "There is nothing at this address. See /openapi.json."],
  413: ["too-large", "The body is larger than this endpoint takes."],
  414: ["bad-request", "The address is too long."],
  415: ["unsupported-media-type", "Send application/json; bundles as application/vnd.asof.bundle+json."],
};

const asProblem = (error: unknown): ProblemError | null => {
  if (error instanceof ProblemError) return error;
  if (error instanceof DatabaseUnavailable)
    return new ProblemError(
      "unavailable",
      "The registry cannot be reached. Repeat the request with the same Idempotency-Key: it is done once.",
      { headers: { "retry-after": "1" } },
    );
  const refused = REFUSED[(error as Partial<FastifyError>).statusCode ?? 500];
  return refused ? new ProblemError(...refused) : null;
};

const send = (request: FastifyRequest, reply: FastifyReply, problem: ProblemError) =>
  reply
    .code(problemKinds[problem.code][0])
    .headers(problem.headers)
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify(problemDocument(problem.code, problem.message, request.id, problem.errors)));

/** Answers every failure with a problem document. What is our own mistake is logged, and told by its number only. */
export const answerFailures = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error);
    if (!problem)
      request.log.error({ err: error, operation: request.routeOptions.url }, "a mistake of the server");
    send(
      request,
      reply,
      problem ??
        new ProblemError("internal", "The server made a mistake. Its log has it under this request's id."),
    );
  });
  app.setNotFoundHandler((request, reply) => send(request, reply, nothingAt(request)));
};

const patterns = routes.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

/** An address that others methods are known at is no unknown address. */
const nothingAt = ({ url, method }: FastifyRequest): ProblemError => {
  const path = url.split("?")[0]!;
  const methods = patterns.filter(({ pattern }) => pattern.test(path)).map((known) => known.method);
  if (methods.length === 0) return new ProblemError(...REFUSED[404]!);
  const allow = [...new Set(methods)].join(", ");
  return new ProblemError("method-not-allowed", `${method} is not known here, only ${allow}.`, {
    headers: { allow },
  });
};
