import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { AckPolicy, type Consumer, type JsMsg, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection, nanos } from "@nats-io/transport-node";
import type { WireResult } from "../../wire/contract.ts";
import { type TakenTicks, type TickBatch, tickBatchSchema } from "../contract/tick-batch.ts";
import type { Repeatable } from "../registry/turn.ts";
import type { BrokerAddress } from "./broker-address.ts";

export const STREAM = "ASOF_TICKS";
export const SUBJECT = "asof.ticks";
const DURABLE = "asof-serving";
/** As in the log of who sent what. */
const ACTOR = "nats";
/** Batches on their way at once; those behind wait at the broker. */
const MOST_IN_FLIGHT = 64;
/** Longer than a batch takes to be taken in; then it is sent again. */
const ACK_WAIT_MS = 30_000;
const AGAIN_MS = 1_000;

export interface BrokerOptions {
  readonly address: BrokerAddress;
  readonly take: (batch: TickBatch, repeatable: Repeatable) => Promise<WireResult<TakenTicks>>;
  readonly onState: (isThere: boolean) => void;
  /** A message was taken in, is to be sent again, or is none that ever could be. */
  readonly onMessage: (outcome: "taken" | "again" | "refused") => void;
  readonly log: (message: string, facts: object) => void;
  /** After how long the broker sends again what was not acknowledged; half a minute when left out. */
  readonly ackWaitMs?: number;
}

export interface BrokerFollower {
  isThere(): boolean;
  stop(): Promise<void>;
}

/**
 * Takes ticks from a stream of NATS JetStream, each message a body as of `POST /v1/ticks`. A message is acknowledged
 * once its ticks are written down; until then the broker sends it again, also to the next server. A broker that is lost
 * is looked for until it is back.
 */
export const followBroker = (options: BrokerOptions): BrokerFollower => {
  const { address, take, onState, onMessage, log, ackWaitMs = ACK_WAIT_MS } = options;
  const stop = new AbortController();
  let connection: NatsConnection | null = null;
  let isThere = false;
  const setThere = (next: boolean): void => {
    if (next !== isThere) log(next ? "the broker is there" : "the broker is lost", { hosts: address.hosts });
    isThere = next;
    onState(next);
  };

  const handle = async (message: JsMsg): Promise<void> => {
    const batch = tickBatchSchema.safeParse(parseJson(message.string()));
    if (!batch.success) return refuse(message, "it is no batch of ticks");
    // A stream that was made anew counts from the beginning.
    const key = `${message.seq}@${message.timestampNanos}`;
    const fingerprint = createHash("sha256").update(message.data).digest("hex");
    const taken = await take(batch.data, { actor: ACTOR, key, fingerprint });
    if (taken.ok) {
      message.ack();
      onMessage("taken");
    } else if (taken.error.code === "unavailable") {
      message.nak(AGAIN_MS);
      onMessage("again");
    } else refuse(message, taken.error.message);
  };
  const refuse = (message: JsMsg, reason: string): void => {
    log("a message of the broker is refused", { sequence: message.seq, reason });
    message.term();
    onMessage("refused");
  };

  const consume = async (consumer: Consumer): Promise<void> => {
    const messages = await consumer.consume({ max_messages: MOST_IN_FLIGHT });
    stop.signal.addEventListener("abort", () => messages.stop(), { once: true });
    for await (const message of messages)
      void handle(message).catch((error: unknown) =>
        log("a message was not taken in", { error: String(error) }),
      );
  };
  const watch = async (nats: NatsConnection): Promise<void> => {
    for await (const { type } of nats.status()) {
      if (type === "disconnect" || type === "staleConnection") setThere(false);
      if (type === "reconnect") setThere(true);
    }
  };
  const begin = async (): Promise<NatsConnection> => {
    const { hosts, isTls, ...who } = address;
    const nats = await connect({
      ...who,
      servers: [...hosts],
      ...(isTls && { tls: {} }),
      name: "asof-serving",
      maxReconnectAttempts: -1,
      reconnectTimeWait: AGAIN_MS,
    });
    setThere(true);
    void watch(nats);
    return nats;
  };
  const follow = async (): Promise<void> => {
    onState(false);
    while (!stop.signal.aborted)
      try {
        if (!connection || connection.isClosed()) connection = await begin();
        await consume(await prepareConsumer(connection, ackWaitMs));
      } catch (error) {
        if (stop.signal.aborted) break;
        log("the broker cannot be read", { hosts: address.hosts, error: (error as Error).message });
        await wait(AGAIN_MS, undefined, { signal: stop.signal }).catch(() => {});
      }
    await connection?.close();
  };
  const following = follow();

  return {
    isThere: () => isThere,
    stop: async () => {
      stop.abort();
      await connection?.close();
      await following;
    },
  };
};

/** The stream and our place in it, made where they are not there yet. */
const prepareConsumer = async (nats: NatsConnection, ackWaitMs: number): Promise<Consumer> => {
  const manager = await jetstreamManager(nats);
  const found = await manager.streams.find(SUBJECT).catch(() => null);
  const stream = found ?? (await manager.streams.add({ name: STREAM, subjects: [SUBJECT] })).config.name;
  await manager.consumers.add(stream, {
    durable_name: DURABLE,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMs),
    filter_subject: SUBJECT,
  });
  return jetstream(nats).consumers.get(stream, DURABLE);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
