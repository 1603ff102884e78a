import { z } from "zod";
import { type ProblemCode, problemKinds, problemSchema } from "../contract/problems.ts";
import type { Route } from "../contract/routes/route.ts";
import { routes } from "../contract/routes.ts";
import { needsKey } from "./parse-request.ts";

/** What any request of a route can meet, whatever it asks. */
const commonProblems = (route: Route): readonly ProblemCode[] => [
  "bad-request",
  ...(route.access === "public" ? [] : (["unauthenticated", "too-many-requests"] as const)),
  ...(Array.isArray(route.access) && route.access.length < 5 ? (["wrong-role"] as const) : []),
  ...(route.body || route.isBundle ? (["bad-body", "too-large", "unsupported-media-type"] as const) : []),
  ...(needsKey(route) ? (["idempotency-key-required"] as const) : []),
  "unavailable",
];

const schemaOf = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

const parametersIn = (fields: z.ZodObject | undefined, place: "path" | "query") => {
  if (!fields) return [];
  const { properties = {}, required = [] } = schemaOf(fields, "input") as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: Object.keys(schema).length === 0 ? { type: "string" } : schema,
  }));
};

const header = (name: string, description: string, isRequired: boolean) => ({
  name,
  in: "header",
  required: isRequired,
  description,
  schema: { type: "string" },
});

const operationOf = (route: Route) => {
  const problems = new Map<number, string[]>();
  for (const code of new Set([...commonProblems(route), ...route.problems])) {
    const [status] = problemKinds[code];
    problems.set(status, [...(problems.get(status) ?? []), code]);
  }
  const answer = route.answer
    ? { content: { "application/json": { schema: schemaOf(route.answer, "output") } } }
    : {};
  return {
    operationId: route.operation,
    summary: route.summary,
    "x-asof-roles": route.access === "public" ? [] : route.access,
    security: route.access === "public" ? [] : [{ bearer: [] }],
    parameters: [
      ...parametersIn(route.params, "path"),
      ...parametersIn(route.query, "query"),
      ...(needsKey(route)
        ? [header("Idempotency-Key", "New for each request, the same for its repetitions", true)]
        : []),
      ...(route.needsRevision ? [header("If-Match", "The ETag that was seen, or *", true)] : []),
      ...(route.operation === "stream"
        ? [header("Last-Event-ID", "The last sequence number heard", false)]
        : []),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemaOf(route.body, "input") } },
          },
        }
      : {}),
    ...(route.isBundle
      ? { requestBody: { required: true, content: { "application/vnd.asof.bundle+json": { schema: {} } } } }
      : {}),
    responses: {
      [route.status]: { description: route.summary, ...answer },
      ...Object.fromEntries(
        [...problems].map(([status, codes]) => [
          status,
          {
            description: codes.join(", "),
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
    },
  };
};

/** The OpenAPI 3.1 document of all routes. */
export const openApiDocument = () => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Asof serving API",
      version: "1.0.0",
      description: "Published strategies, their approval and deployment, and their signals.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, "output") },
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    },
  };
};
