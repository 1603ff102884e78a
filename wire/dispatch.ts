import { z } from "zod";
import type { CallName, ContractShape, Output, Received, WireResult } from "./contract.ts";
import { wireError } from "./contract.ts";

export type Handlers<C extends ContractShape> = {
  readonly [N in CallName<C>]: (
    input: Received<C, N>,
  ) => Promise<WireResult<Output<C, N>>> | WireResult<Output<C, N>>;
};

export type Dispatch = (name: string, input: unknown) => Promise<WireResult<unknown>>;

/**
 * Finds the handler of a call and parses its input first: what does not parse is refused with `bad-request` and
 * reaches no handler. A handler that throws is our own fault: the caller gets `internal`.
 */
export const createDispatch =
  <C extends ContractShape>(
    contract: C,
    handlers: Handlers<C>,
    onInternalError: (error: unknown, call: string) => void = () => {},
  ): Dispatch =>
  async (name, input) => {
    const shape = Object.hasOwn(contract.calls, name) ? contract.calls[name] : undefined;
    if (!shape) return wireError("unknown-call", `There is no call named ${JSON.stringify(name)}.`);
    const parsed = shape.input.safeParse(input);
    if (!parsed.success) return wireError("bad-request", `${name}: ${z.prettifyError(parsed.error)}`);
    const handler = handlers[name as CallName<C>] as (input: unknown) => Promise<WireResult<unknown>>;
    try {
      return await handler(parsed.data);
    } catch (error) {
      onInternalError(error, name);
      return wireError("internal", error instanceof Error ? error.message : String(error));
    }
  };
