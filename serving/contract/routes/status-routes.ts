import { z } from "zod";
import { signInSchema } from "../sign-in.ts";
import type { Route } from "./route.ts";

const health = z.object({ status: z.string() });
/**
 * A broker that is lost takes no server out: signals are answered, and ticks come when it is back. Nor does a Redis that
 * is cut off: values are answered, marked stale.
 */
const readiness = z.object({
  status: z.string(),
  broker: z.enum(["connected", "lost"]).optional(),
  redis: z.enum(["linked", "cut-off"]).optional(),
});

/** What is answered without a token. */
export const statusRoutes = [
  {
    operation: "getSignIn",
    method: "GET",
    path: "/v1/sign-in",
    summary: "How people sign in, when an issuer is configured; null when tokens are the server's own",
    access: "public",
    status: 200,
    answer: z.object({ signIn: signInSchema.nullable() }),
    problems: [],
  },
  {
    operation: "isAlive",
    method: "GET",
    path: "/healthz",
    summary: "Whether the process answers",
    access: "public",
    status: 200,
    answer: health,
    problems: [],
  },
  {
    operation: "isReady",
    method: "GET",
    path: "/readyz",
    summary: "Whether it can take commands",
    access: "public",
    status: 200,
    answer: readiness,
    problems: ["unavailable"],
  },
  {
    operation: "getMetrics",
    method: "GET",
    path: "/metrics",
    summary: "Figures for Prometheus",
    access: "public",
    status: 200,
    answer: null,
    problems: [],
  },
  {
    operation: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This API as an OpenAPI 3.1 document",
    access: "public",
    status: 200,
    answer: null,
    problems: [],
  },
] as const satisfies readonly Route[];
