import { z } from "zod";
import { failure, type ServingFailure } from "./failure.ts";
import { readProblem } from "./read-answer.ts";
import { createEventReader, type RawEvent } from "./read-events.ts";

/** What happened on a server. */
export interface StreamEvent {
  /** Its place in the audit log; null for `values`, of which only the newest counts. */
  readonly seq: number | null;
  /** `strategy/promoted`, `values`. */
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StreamOptions {
  /** The sequence number that was heard last; null begins with what happens from now on. */
  readonly after: number | null;
  readonly signal: AbortSignal;
  /** The stream is there, or (false) lost and tried for again. */
  readonly onConnected?: (isConnected: boolean) => void;
}

interface Surroundings {
  open(after: number | null, signal: AbortSignal): Promise<Response | ServingFailure>;
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The server gives a sign of life every 15 s: who hears nothing for three of them has lost it. */
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

const dataSchema = z.record(z.string(), z.unknown());

const eventOf = ({ id, name, data }: RawEvent): StreamEvent | null => {
  try {
    const seq = id === null ? null : Number(id);
    return { seq: Number.isSafeInteger(seq) ? seq : null, name, data: dataSchema.parse(JSON.parse(data)) };
  } catch {
    return null;
  }
};

const isPassing = ({ code }: ServingFailure): boolean =>
  ["unreachable", "unavailable", "too-many-requests", "internal"].includes(code);

/** The events of one connection, until it breaks or falls silent. */
async function* eventsOf(body: ReadableStream<Uint8Array>, abort: () => void): AsyncGenerator<StreamEvent> {
  const read = createEventReader();
  const decoder = new TextDecoder();
  let timer = setTimeout(abort, SILENCE_MS);
  try {
    for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MS);
      for (const raw of read(decoder.decode(bytes, { stream: true }))) {
        const event = eventOf(raw);
        if (event) yield event;
      }
    }
  } catch {
    // However it broke: the next connection resumes behind the last event.
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Follows a server's stream over lost connections: each event once, without a gap from `after` on, because every new
 * connection names the last number that was heard. Ends when it is told to, or when the server refuses for good; its
 * return value says why.
 */
export async function* followStream(
  { after, signal, onConnected = () => {} }: StreamOptions,
  { open, wait }: Surroundings,
): AsyncGenerator<StreamEvent, ServingFailure> {
  let last = after;
  let pause = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const connection = new AbortController();
    const answer = await open(last, AbortSignal.any([signal, connection.signal]));
    let asked: number | null = null;
    if (answer instanceof Response && answer.ok && answer.body) {
      onConnected(true);
      try {
        for await (const event of eventsOf(answer.body, () => connection.abort())) {
          pause = FIRST_WAIT_MS;
          last = event.seq ?? last;
          yield event;
        }
      } finally {
        connection.abort();
      }
    } else {
      const refused =
        answer instanceof Response
          ? readProblem(answer.status, answer.headers, await answer.text().catch(() => ""))
          : answer;
      if (!isPassing(refused) && !signal.aborted) return refused;
      asked = refused.retryAfterMs;
    }
    if (signal.aborted) break;
    onConnected(false);
    await wait(asked ?? pause, signal);
    pause = Math.min(2 * pause, LONGEST_WAIT_MS);
  }
  return failure("cancelled", "The stream was left.");
}
