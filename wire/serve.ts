import { z } from "zod";
import type { CallName, ContractShape, EventName, EventPayload, Output, Received, WireError, WireResult } from "./contract.ts";
import type { Port } from "./port.ts";

export type Handlers<C extends ContractShape> = {
  readonly [N in CallName<C>]: (input: Received<C, N>) => Promise<WireResult<Output<C, N>>> | WireResult<Output<C, N>>;
};

export interface Server<C extends ContractShape> {
  emit<N extends EventName<C>>(name: N, payload: EventPayload<C, N>): void;
  close(): void;
}

const requestSchema = z.object({ kind: z.literal("call"), id: z.number().int(), name: z.string(), input: z.unknown() });

/**
 * Answers a contract's calls on a port. Input is parsed on receipt; what does not parse is refused with
 * `bad-request` and reaches no handler. A handler that throws is our own fault: the caller gets `internal`.
 */
export const serve = <C extends ContractShape>(
  port: Port,
  contract: C,
  handlers: Handlers<C>,
  onInternalError: (error: unknown, call: string) => void = () => {},
): Server<C> => {
  const answer = (id: number, result: WireResult<unknown>) => port.post({ kind: "answer", id, result });
  const refuse = (id: number, error: WireError) => answer(id, { ok: false, error });

  port.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    const { id, name, input } = request.data;
    const shape = Object.hasOwn(contract.calls, name) ? contract.calls[name] : undefined;
    if (!shape) return refuse(id, { code: "unknown-call", message: `There is no call named ${JSON.stringify(name)}.` });
    const parsed = shape.input.safeParse(input);
    if (!parsed.success) {
      return refuse(id, { code: "bad-request", message: `${name}: ${z.prettifyError(parsed.error)}` });
    }
    const handler = handlers[name as CallName<C>] as (input: unknown) => Promise<WireResult<unknown>> | WireResult<unknown>;
    Promise.resolve()
      .then(() => handler(parsed.data))
      .then(
        (result) => answer(id, result),
        (error: unknown) => {
          onInternalError(error, name);
          refuse(id, { code: "internal", message: error instanceof Error ? error.message : String(error) });
        },
      );
  });

  return {
    emit: (name, payload) => port.post({ kind: "event", name, payload }),
    close: () => port.close(),
  };
};
