import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Route } from "../contract/routes/route.ts";
import { routes } from "../contract/routes.ts";
import type { Actor } from "../domain/command.ts";
import type { Answered, Handler } from "./asked.ts";
import type { Limits } from "./limits.ts";
import { parseParts, readKey, readRevision } from "./parse-request.ts";
import { Places } from "./places.ts";
import { ProblemError } from "./problem-error.ts";
import type { Services } from "./services.ts";

const NOBODY: Actor = { subject: "nobody", roles: [] };
const actors = new WeakMap<FastifyRequest, Actor>();
/** What lets a bundle's place go, and the requests that a handler has. */
const leaves = new WeakMap<FastifyRequest, () => void>();
const handled = new WeakSet<FastifyRequest>();

/** Puts every route of the table at its address, with its access, limits and schemas in front of its handler. */
export const answerRoutes = (
  app: FastifyInstance,
  services: Services,
  limits: Limits,
  handlers: Readonly<Record<string, Handler>>,
): void => {
  const byCaller = { keyGenerator: (request: FastifyRequest) => actors.get(request)?.subject ?? request.ip };
  const limitReads = app.createRateLimit({ max: limits.readsPerSecond, timeWindow: 1_000, ...byCaller });
  const limitChanges = app.createRateLimit({ max: limits.changesPerMinute, timeWindow: 60_000, ...byCaller });
  const limitTicks = app.createRateLimit({ max: limits.ticksPerSecond, timeWindow: 1_000, ...byCaller });
  const limitFailures = app.createRateLimit({ max: limits.failuresPerMinute, timeWindow: 60_000 });

  const tooMany = (seconds: number) =>
    new ProblemError("too-many-requests", `Wait ${seconds} s before the next request.`, {
      headers: { "retry-after": String(seconds) },
    });
  const within = async (limit: typeof limitReads, request: FastifyRequest): Promise<void> => {
    const found = await limit(request);
    if (!found.isAllowed && found.isExceeded) throw tooMany(found.ttlInSeconds);
  };
  /** Who has guessed too often already costs no look into the database; tokens seen before are not kept out. */
  const mayGuess = async (request: FastifyRequest): Promise<void> => {
    const found = await limitFailures(request, { increment: false });
    if (!found.isAllowed && found.remaining === 0) throw tooMany(found.ttlInSeconds);
  };

  const limitOf = (route: Route) => {
    if (route.method === "GET" || route.isRead) return limitReads;
    return route.isFrequent ? limitTicks : limitChanges;
  };

  const uploads = new Places(limits.uploads);
  /** A bundle's place is held from before its body is read until it has been checked, also when nobody waits any more. */
  const enter = (caller: string, request: FastifyRequest, reply: FastifyReply): void => {
    const leave = uploads.take(caller);
    if (!leave)
      throw new ProblemError(
        "too-many-requests",
        "Bundles before this one are being checked. Wait for them.",
        {
          headers: { "retry-after": "10" },
        },
      );
    leaves.set(request, leave);
    reply.raw.once("close", () => handled.has(request) || leave());
  };

  /** Before the body is read: whose the request is, whether he may, and whether he asks too much. */
  const admit = async (route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (route.access === "public") return;
    const actor = await services.authenticator.authenticate(request.headers.authorization, () =>
      mayGuess(request),
    );
    if (!actor) {
      await within(limitFailures, request);
      throw new ProblemError("unauthenticated", "Send a valid token: Authorization: Bearer asof_…", {
        headers: { "www-authenticate": "Bearer" },
      });
    }
    actors.set(request, actor);
    await within(limitOf(route), request);
    if (!route.access.some((role) => actor.roles.includes(role)))
      throw new ProblemError("wrong-role", `${route.operation} is for ${route.access.join(", ")}.`);
    if (route.isBundle) enter(actor.subject, request, reply);
  };

  for (const route of routes) {
    const handler = handlers[route.operation];
    if (!handler) throw new Error(`${route.operation} has no handler`);
    const answer = async (request: FastifyRequest, reply: FastifyReply) => {
      const actor = actors.get(request) ?? NOBODY;
      if (route.isBundle && typeof request.body !== "string")
        throw new ProblemError("unsupported-media-type", "Send application/vnd.asof.bundle+json.");
      const asked = {
        ...parseParts(route, request),
        actor,
        repeatable: readKey(route, request, actor),
        ifRevision: readRevision(route, request),
        request,
        reply,
      };
      handled.add(request);
      const answered = await Promise.resolve(handler(asked as never)).finally(leaves.get(request));
      return answered === null ? reply : send(reply, route, answered);
    };
    app.route({
      method: route.method,
      url: route.path.replaceAll(":", "::").replaceAll(/\{(\w+)\}/g, ":$1"),
      bodyLimit: route.isBundle ? limits.bundleBytes : route.isLarge ? limits.batchBytes : limits.bodyBytes,
      config: { operation: route.operation },
      onRequest: (request, reply) => admit(route, request, reply),
      handler: answer,
    });
  }
};

const send = (reply: FastifyReply, route: Route, { body, etag, status, type }: Answered) => {
  if (etag) reply.header("etag", etag);
  return reply
    .code(status ?? route.status)
    .header("cache-control", "no-store")
    .header("x-content-type-options", "nosniff")
    .type(type ?? "application/json; charset=utf-8")
    .send(body);
};
