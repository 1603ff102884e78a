import { z } from "zod";
import type { ContractShape, EventName, EventPayload } from "./contract.ts";
import { createDispatch, type Handlers } from "./dispatch.ts";
import type { Port } from "./port.ts";

export interface Server<C extends ContractShape> {
  emit<N extends EventName<C>>(name: N, payload: EventPayload<C, N>): void;
  close(): void;
}

const requestSchema = z.object({
  kind: z.literal("call"),
  id: z.number().int(),
  name: z.string(),
  input: z.unknown(),
});

/** Answers a contract's calls on a port, and says its events. */
export const serve = <C extends ContractShape>(
  port: Port,
  contract: C,
  handlers: Handlers<C>,
  onInternalError?: (error: unknown, call: string) => void,
): Server<C> => {
  const dispatch = createDispatch(contract, handlers, onInternalError);
  port.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    const { id, name, input } = request.data;
    void dispatch(name, input).then((result) => port.post({ kind: "answer", id, result }));
  });
  return {
    emit: (name, payload) => port.post({ kind: "event", name, payload }),
    close: () => port.close(),
  };
};
