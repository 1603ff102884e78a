import { randomUUID } from "node:crypto";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { answerFailures } from "./answer-failures.ts";
import { answerRoutes } from "./answer-routes.ts";
import { answerUnreadable } from "./answer-unreadable.ts";
import type { Handler } from "./asked.ts";
import { administrationHandlers } from "./handlers/administration.ts";
import { bundleHandlers } from "./handlers/bundles.ts";
import { dataHandlers } from "./handlers/data.ts";
import { statusHandlers } from "./handlers/status.ts";
import { strategyHandlers } from "./handlers/strategies.ts";
import { streamHandlers } from "./handlers/stream.ts";
import { valueHandlers } from "./handlers/values.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { ProblemError, problemDocument } from "./problem-error.ts";
import type { Services } from "./services.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    operation?: string;
  }
}

/** A read that took longer is logged. */
const SLOW_MS = 250;

/** The HTTP side of a server, not yet listening. */
export const createApp = async (
  services: Services,
  logger: FastifyBaseLogger | null,
  limits: Limits = defaultLimits,
): Promise<FastifyInstance> => {
  const app = fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: "idle",
    // A body that names a prototype is refused as malformed.
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, request, reply) => {
      const text = "The address cannot be read.";
      void reply
        .code(400 as never)
        .type("application/problem+json")
        .send(JSON.stringify(problemDocument("bad-request", text, request.id)) as never);
    },
  }) as unknown as FastifyInstance;
  await app.register(rateLimit, { global: false });
  readBodies(app);
  answerFailures(app);
  const stream = streamHandlers(services, limits);
  const handlers: Readonly<Record<string, Handler>> = {
    ...strategyHandlers(services),
    ...bundleHandlers(services),
    ...valueHandlers(services),
    ...dataHandlers(services),
    ...administrationHandlers(services),
    ...statusHandlers(services),
    ...stream.handlers,
  };
  answerRoutes(app, services, limits, handlers);
  app.addHook("preClose", async () => stream.closeStreams());
  watch(app, services);
  return app;
};

const readBodies = (app: FastifyInstance): void => {
  app.removeContentTypeParser("text/plain");
  app.addContentTypeParser(
    "application/vnd.asof.bundle+json",
    { parseAs: "string" },
    (request, body, done) =>
      request.routeOptions.config.operation === "uploadBundle"
        ? done(null, body)
        : done(new ProblemError("unsupported-media-type", "Send application/json."), undefined),
  );
};

/** Measures every answer, and logs those that changed something, failed or were slow. Never heads, bodies or queries. */
const watch = (app: FastifyInstance, { metrics }: Services): void => {
  app.addHook("onResponse", async (request, reply) => {
    const { operation = "none" } = request.routeOptions.config;
    metrics.requests.observe({ operation, status: reply.statusCode }, reply.elapsedTime / 1000);
    const isRead = request.method === "GET";
    if (isRead && reply.statusCode < 500 && reply.elapsedTime < SLOW_MS) return;
    request.log.info(
      {
        operation,
        method: request.method,
        path: request.url.split("?")[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      "answered",
    );
  });
};
