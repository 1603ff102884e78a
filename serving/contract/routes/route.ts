import type { z } from "zod";
import type { ProblemCode } from "../problems.ts";
import type { Role } from "../roles.ts";

/** What stands in a path or a query: an object of named fields. */
export type Fields = z.ZodObject;

/** One endpoint. The server, the OpenAPI document and the tests of access are made from the same list of these. */
export interface Route {
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As OpenAPI writes it: `/v1/strategies/{strategy}`. */
  readonly path: string;
  readonly summary: string;
  /** "public": without a token; else who has one of the roles. */
  readonly access: "public" | readonly Role[];
  readonly params?: Fields;
  readonly query?: Fields;
  readonly body?: z.ZodType;
  /** The body is a bundle's document, taken as it is. */
  readonly isBundle?: true;
  /** The body may be longer than others. */
  readonly isLarge?: true;
  /** It comes many times a second, and has a limit of its own. */
  readonly isFrequent?: true;
  /** A POST that only reads, and so needs no key. */
  readonly isRead?: true;
  /** Whether the revision that the caller has seen must be named. */
  readonly needsRevision?: true;
  readonly status: number;
  /** The answer; null where it is no JSON of ours. */
  readonly answer: z.ZodType | null;
  readonly problems: readonly ProblemCode[];
}
