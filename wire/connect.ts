import { z } from "zod";
import type {
  CallName,
  ContractShape,
  EventName,
  EventPayload,
  Input,
  Output,
  WireResult,
} from "./contract.ts";
import { wireError } from "./contract.ts";
import type { Port } from "./port.ts";

export interface Client<C extends ContractShape> {
  call<N extends CallName<C>>(name: N, input: Input<C, N>): Promise<WireResult<Output<C, N>>>;
  on<N extends EventName<C>>(name: N, listener: (payload: EventPayload<C, N>) => void): () => void;
  onClose(listener: () => void): void;
  close(): void;
}

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
const answerSchema = z.object({
  kind: z.literal("answer"),
  id: z.number().int(),
  result: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), error: errorSchema }),
  ]),
});
const eventSchema = z.object({ kind: z.literal("event"), name: z.string(), payload: z.unknown() });

/**
 * Asks a contract's calls over a port. Answers and events are parsed on receipt. Every call settles: with the
 * answer, with `bad-answer` when it does not parse, or with `gone` when the other end closes.
 */
export const connect = <C extends ContractShape>(port: Port, contract: C): Client<C> => {
  const waiting = new Map<number, { name: string; settle: (result: WireResult<unknown>) => void }>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let isClosed = false;

  const gone = () => wireError("gone", "The other process is gone.");
  const closeAll = () => {
    isClosed = true;
    for (const { settle } of waiting.values()) settle(gone());
    waiting.clear();
  };
  port.onClose(closeAll);

  const hearAnswer = (message: z.infer<typeof answerSchema>) => {
    const entry = waiting.get(message.id);
    if (!entry) return;
    waiting.delete(message.id);
    if (!message.result.ok) return entry.settle(message.result);
    const parsed = contract.calls[entry.name]!.output.safeParse(message.result.value);
    entry.settle(
      parsed.success
        ? { ok: true, value: parsed.data }
        : wireError("bad-answer", `${entry.name}: ${z.prettifyError(parsed.error)}`),
    );
  };
  const hearEvent = (message: z.infer<typeof eventSchema>) => {
    const schema = Object.hasOwn(contract.events, message.name) ? contract.events[message.name] : undefined;
    const parsed = schema?.safeParse(message.payload);
    if (!parsed?.success) return;
    for (const listener of listeners.get(message.name) ?? []) listener(parsed.data as never);
  };
  port.onMessage((message) => {
    const answer = answerSchema.safeParse(message);
    if (answer.success) return hearAnswer(answer.data);
    const event = eventSchema.safeParse(message);
    if (event.success) hearEvent(event.data);
  });

  return {
    call: (name, input) =>
      new Promise((resolve) => {
        if (isClosed) return resolve(gone());
        const id = nextId++;
        waiting.set(id, { name, settle: resolve as (result: WireResult<unknown>) => void });
        port.post({ kind: "call", id, name, input });
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },
    onClose: (listener) => port.onClose(listener),
    close: () => {
      port.close();
      closeAll();
    },
  };
};
