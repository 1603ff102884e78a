import type { FastifyReply } from "fastify";
import type { ValueSet } from "../../contract/value-set.ts";
import type { Asked, Handler } from "../asked.ts";
import type { Limits } from "../limits.ts";
import { Places } from "../places.ts";
import { ProblemError } from "../problem-error.ts";
import type { Services } from "../services.ts";

/** Who reads slower than this many bytes behind is let go: he resumes with Last-Event-ID. */
const MOST_BEHIND = 1_000_000;

/**
 * `GET /v1/stream`: what the registry recorded, each event with its sequence number as id, without a gap from the one
 * that the caller names on. `values` tells that new values can be read; it has no number, because only the newest counts.
 * It ends with its token.
 */
export const streamHandlers = (services: Services, limits: Limits) => {
  const places = new Places(limits.streams);
  const open = new Set<() => void>();
  const stream = ({ actor, request, reply, query }: Asked<unknown, { after?: number | undefined }>): null => {
    const from = startOf(request.headers["last-event-id"], query.after, services.feed.head);
    const leave = places.take(actor.subject);
    if (!leave)
      throw new ProblemError("too-many-requests", "Too many streams are open. Close one.", {
        headers: { "retry-after": "10" },
      });
    const writer = beginStream(reply);
    const pump = createPump(services, from, writer);
    const stopListening = [services.feed.listen(pump), services.online.onPublish(tellValues(writer))];
    const beat = async () => {
      // While the registry cannot be asked, who was let in stays.
      const isGood = await services.authenticator
        .authenticate(request.headers.authorization)
        .catch(() => true);
      if (isGood) writer.write(":\n\n");
      else close();
    };
    const heartbeat = setInterval(() => void beat(), limits.heartbeatMs);
    const close = () => {
      if (!open.delete(close)) return;
      clearInterval(heartbeat);
      for (const stop of stopListening) stop();
      writer.end();
      leave();
      services.metrics.streams.set(open.size);
    };
    writer.onClose(close);
    open.add(close);
    services.metrics.streams.set(open.size);
    pump();
    return null;
  };
  const closeStreams = () => {
    for (const close of [...open]) close();
  };
  return { handlers: { stream } satisfies Readonly<Record<string, Handler>>, closeStreams };
};

type Writer = ReturnType<typeof beginStream>;

const startOf = (header: string | string[] | undefined, after: number | undefined, head: number): number => {
  const text = header === undefined || header === "" ? after : Number(header);
  if (text === undefined) return head;
  if (!Number.isSafeInteger(text) || text < 0 || text > head)
    throw new ProblemError("bad-request", `Last-Event-ID is a sequence number from 0 to ${head}.`);
  return text;
};

const beginStream = (reply: FastifyReply) => {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  raw.write(":\n\n");
  return {
    write: (text: string) => {
      if (raw.destroyed || raw.writableEnded) return;
      if (raw.writableLength > MOST_BEHIND) raw.destroy();
      else raw.write(text);
    },
    end: () => raw.end(),
    onClose: (listener: () => void) => void raw.once("close", listener),
  };
};

/** Writes what comes after a sequence number, one page after the other, and never two at a time. */
const createPump = ({ feed }: Services, from: number, writer: Writer) => {
  let at = from;
  let isBusy = false;
  let isAskedAgain = false;
  return (): void => {
    isAskedAgain = true;
    if (isBusy) return;
    isBusy = true;
    const run = async () => {
      while (isAskedAgain) {
        isAskedAgain = false;
        for (let events = await feed.after(at); events.length > 0; events = await feed.after(at)) {
          for (const { seq, topic, at: when, payload } of events)
            writer.write(
              `id: ${seq}\nevent: ${topic}\ndata: ${JSON.stringify({ seq, at: when, ...asObject(payload) })}\n\n`,
            );
          at = events.at(-1)!.seq;
        }
      }
    };
    // When the registry cannot be read, the stream ends, and its reader resumes where it stood.
    run()
      .catch(() => writer.end())
      .finally(() => {
        isBusy = false;
      });
  };
};

const asObject = (payload: unknown): object =>
  typeof payload === "object" && payload !== null ? payload : {};

const tellValues =
  (writer: Writer) =>
  ({ kind, name, version, asOf, knownAt, isForming }: ValueSet): void => {
    const instant = (milliseconds: number) => new Date(milliseconds).toISOString();
    const data = {
      kind,
      name,
      version,
      asOf: instant(asOf),
      knownAt: instant(knownAt),
      forming: isForming === true,
    };
    writer.write(`event: values\ndata: ${JSON.stringify(data)}\n\n`);
  };
