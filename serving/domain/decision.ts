import type { LifecycleEvent } from "../contract/lifecycle-event.ts";

/** Why a command changes nothing. */
export type RefusalCode =
  | "wrong-role"
  | "unknown-version"
  | "wrong-state"
  | "wrong-digest"
  | "wrong-desk"
  | "digest-known"
  | "own-bundle"
  | "candidate-in-the-way"
  | "share-too-far"
  | "nothing-before"
  | "halted"
  | "not-halted"
  | "policy-not-met";

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

/** What a command leads to: events, or a refusal with what to do next. */
export type Decision =
  | { readonly ok: true; readonly events: readonly LifecycleEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

export const accept = (...events: readonly LifecycleEvent[]): Decision => ({ ok: true, events });

export const refuse = (code: RefusalCode, message: string): Decision => ({
  ok: false,
  refusal: { code, message },
});
