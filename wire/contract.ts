import type { z } from "zod";

/** A call: what goes in, what comes out, and the codes of the failures a caller must expect. */
export interface CallShape {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly errors: readonly string[];
}

/**
 * Everything one process may ask of another (`calls`), and everything the other may say unasked (`events`).
 * Names read `noun/verb`.
 */
export interface ContractShape {
  readonly calls: Readonly<Record<string, CallShape>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export const defineContract = <const C extends ContractShape>(contract: C): C => contract;

export type CallName<C extends ContractShape> = keyof C["calls"] & string;
export type EventName<C extends ContractShape> = keyof C["events"] & string;
export type Input<C extends ContractShape, N extends CallName<C>> = z.input<C["calls"][N]["input"]>;
export type Received<C extends ContractShape, N extends CallName<C>> = z.output<C["calls"][N]["input"]>;
export type Output<C extends ContractShape, N extends CallName<C>> = z.output<C["calls"][N]["output"]>;
export type EventPayload<C extends ContractShape, N extends EventName<C>> = z.output<C["events"][N]>;

/** A failure as it crosses a process boundary: a code to act on, a sentence to read, plain data to show. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export type WireResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

export const wireOk = <T>(value: T): WireResult<T> => ({ ok: true, value });
export const wireError = (
  code: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): WireResult<never> => ({
  ok: false,
  error: { code, message, details },
});
