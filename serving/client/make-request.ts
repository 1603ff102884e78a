import { randomUUID } from "node:crypto";
import type { Route } from "../contract/routes/route.ts";

/** A request's parts, as any operation's question has them. */
export interface LooseQuestion {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly document?: string;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface MadeRequest {
  readonly url: URL;
  readonly method: Route["method"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Sent again, it is done once: what only reads, and what carries a key. */
  readonly isRepeatable: boolean;
}

/** Puts a question at its address. The token comes later: what is made here may be shown. */
export const makeRequest = (base: URL, route: Route, question: LooseQuestion): MadeRequest => {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(question.params?.[name])),
  );
  const url = new URL(path.slice(1), base);
  for (const [name, value] of Object.entries(question.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const hasKey = route.method === "POST" && route.isRead !== true;
  const body = route.isBundle ? question.document! : route.body ? JSON.stringify(question.body) : null;
  const type = route.isBundle ? "application/vnd.asof.bundle+json" : "application/json";
  return {
    url,
    method: route.method,
    headers: {
      accept: "application/json",
      ...(body === null ? {} : { "content-type": type }),
      ...(hasKey ? { "idempotency-key": question.idempotencyKey ?? randomUUID() } : {}),
      ...(question.ifMatch === undefined ? {} : { "if-match": question.ifMatch }),
    },
    body,
    isRepeatable: route.method === "GET" || route.method === "POST",
  };
};
