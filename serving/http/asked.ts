import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../domain/command.ts";
import type { Repeatable } from "../registry/turn.ts";

/** A request, parsed by its route. */
export interface Asked<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly actor: Actor;
  /** For requests with an Idempotency-Key. */
  readonly repeatable: Repeatable | null;
  /** What If-Match names; null for any revision. */
  readonly ifRevision: number | null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What is answered: JSON as text, or another text with its type. `null`: the handler has answered by itself. */
export interface Answered {
  readonly body: string;
  readonly etag?: string | null;
  readonly status?: number;
  readonly type?: string;
}

/** Answers one operation. What it takes is what its route's schemas give. */
export type Handler = (asked: Asked<never, never, never>) => Answered | null | Promise<Answered | null>;

export const json = (value: unknown, etag?: string): Answered => ({
  body: JSON.stringify(value),
  ...(etag === undefined ? {} : { etag }),
});

export const revisionTag = (revision: number): string => `"${revision}"`;
