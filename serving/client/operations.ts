import type { z } from "zod";
import type { routeTable } from "../contract/routes.ts";

type Table = (typeof routeTable)[number];

/** What can be asked of a server: the names of the routes. */
export type Operation = Table["operation"];

type Routes = { readonly [R in Table as R["operation"]]: R };

type Params<R> = R extends { readonly params: infer P extends z.ZodType }
  ? { readonly params: z.output<P> }
  : unknown;
/** A list is sent with commas between. */
type Query<R> = R extends { readonly query: infer Q extends z.ZodType }
  ? { readonly query?: Partial<z.output<Q>> }
  : unknown;
type Body<R> = R extends { readonly isBundle: true }
  ? { readonly document: string }
  : R extends { readonly body: infer B extends z.ZodType }
    ? { readonly body: z.input<B> }
    : unknown;
/** The ETag that the caller has seen, or "*" for whatever is there. */
type Revision<R> = R extends { readonly needsRevision: true } ? { readonly ifMatch: string } : unknown;

interface Manner {
  /** Of a POST that changes something; a new one when left out. Who keeps it can ask again and have it done once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

type Questions = {
  readonly [O in Operation]: Params<Routes[O]> &
    Query<Routes[O]> &
    Body<Routes[O]> &
    Revision<Routes[O]> &
    Manner;
};
type Answers = {
  readonly [O in Operation]: Routes[O]["answer"] extends z.ZodType ? z.output<Routes[O]["answer"]> : string;
};

/** What a request of an operation is made of. */
export type Question<O extends Operation> = Questions[O];

/** What an operation answers: parsed JSON, or the text of what is no JSON of ours. */
export type AnswerOf<O extends Operation> = Answers[O];
