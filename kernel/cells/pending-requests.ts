import { RequestError } from "./cell-error.ts";
import type { CellRequest, FromCellWorker, ToCellWorker } from "./protocol.ts";

/** So many questions of one run are with the host at a time; the next wait here. */
export const REQUESTS_IN_FLIGHT = 32;
/** So many may wait for an answer in all. More is a loop that asks without waiting. */
export const MAX_PENDING_REQUESTS = 10_000;

type Answer = Extract<ToCellWorker, { kind: "answer" }>;
type Request = Extract<FromCellWorker, { kind: "request" }>;

/** The questions of one run. What is still open when the run ends is never answered, so that it disturbs no other. */
export interface PendingRequests {
  ask(name: CellRequest, input: unknown): Promise<unknown>;
  hear(answer: Answer): void;
}

export const createPendingRequests = (nonce: string, post: (request: Request) => void): PendingRequests => {
  const settlers = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >();
  const queue: Request[] = [];
  let nextId = 1;
  let inFlight = 0;

  const send = (request: Request): void => {
    try {
      post(request);
      inFlight++;
    } catch {
      const settler = settlers.get(request.id);
      settlers.delete(request.id);
      settler?.reject(
        new RequestError("bad-request", "Only plain values can be asked for: texts and numbers."),
      );
    }
  };
  const sendNext = (): void => {
    while (inFlight < REQUESTS_IN_FLIGHT && queue.length > 0) send(queue.shift()!);
  };
  return {
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        if (settlers.size >= MAX_PENDING_REQUESTS) {
          const most = `A cell may wait for ${MAX_PENDING_REQUESTS} answers at a time`;
          return reject(new RequestError("too-many-requests", `${most}: await some before asking for more.`));
        }
        const id = nextId++;
        settlers.set(id, { resolve, reject });
        queue.push({ kind: "request", nonce, id, name, input });
        sendNext();
      }),
    hear: (answer) => {
      const settler = settlers.get(answer.id);
      if (answer.nonce !== nonce || !settler) return;
      settlers.delete(answer.id);
      inFlight--;
      if (answer.ok) settler.resolve(answer.value);
      else settler.reject(new RequestError(answer.code, answer.message, answer.place));
      sendNext();
    },
  };
};
