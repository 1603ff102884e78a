import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { canonicalJson } from "../../wire/canonical-json.ts";
import type { Route } from "../contract/routes/route.ts";
import type { Actor } from "../domain/command.ts";
import type { Repeatable } from "../registry/turn.ts";
import { ProblemError } from "./problem-error.ts";

const keySchema = z.string().regex(/^[!-~]{1,200}$/);

/** Whether a route's requests carry an Idempotency-Key. */
export const needsKey = ({ method, isRead }: Route): boolean => method === "POST" && isRead !== true;

const parse = <Schema extends z.ZodType>(
  schema: Schema | undefined,
  value: unknown,
  code: "bad-request" | "bad-body",
  place: string,
): z.output<Schema> | Record<string, never> => {
  if (schema === undefined) return {};
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  const first = errors[0]!;
  const at = first.path === "" ? "" : `${first.path}: `;
  throw new ProblemError(code, `The ${place} is not as this endpoint wants it. ${at}${first.message}`, {
    errors,
  });
};

/** The parts of a request that a route's schemas describe. */
export const parseParts = (route: Route, request: FastifyRequest) => ({
  params: parse(route.params, request.params, "bad-request", "address"),
  query: parse(route.query, request.query, "bad-request", "query"),
  body: route.isBundle ? request.body : parse(route.body, request.body ?? {}, "bad-body", "body"),
});

/** How a repetition of a request is known again. */
export const readKey = (route: Route, request: FastifyRequest, actor: Actor): Repeatable | null => {
  if (!needsKey(route)) return null;
  const key = keySchema.safeParse(request.headers["idempotency-key"]);
  if (!key.success)
    throw new ProblemError(
      "idempotency-key-required",
      "Send an Idempotency-Key of 1–200 visible ASCII characters, new for each request and the same for its repetitions.",
    );
  const { body } = request;
  const text = typeof body === "string" ? body : canonicalJson(body ?? null);
  const named = [request.method, request.url, String(request.headers["if-match"] ?? ""), text];
  const fingerprint = createHash("sha256").update(named.join("\n")).digest("hex");
  return { actor: actor.subject, key: key.data, fingerprint };
};

/** The revision that If-Match names; null for `*`, or where none is needed and none is given. */
export const readRevision = (route: Route, request: FastifyRequest): number | null => {
  const header = request.headers["if-match"];
  if (header === undefined) {
    if (!route.needsRevision) return null;
    throw new ProblemError(
      "if-match-required",
      "Send If-Match with the ETag that you have seen, or * to change whatever is there.",
    );
  }
  if (header === "*") return null;
  const revision = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (revision === undefined)
    throw new ProblemError("bad-request", 'If-Match is one ETag as it was given ("7"), or *.');
  return Number(revision);
};
