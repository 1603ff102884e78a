import { setTimeout as pause, setImmediate } from "node:timers/promises";
import { createClient } from "@redis/client";
import type { ValueSet } from "../contract/value-set.ts";
import type { RedisAddress } from "./redis-address.ts";
import { nameOf, type RedisClient, redisValues, type SetStamp } from "./redis-values.ts";

export interface RedisLinkOptions {
  readonly address: RedisAddress;
  /** What tells this registry from others in the same Redis. */
  readonly registry: string;
  /** Whether a set is in memory, or one that was computed later in its place. */
  readonly isKnown: (stamp: SetStamp) => boolean;
  /** Takes sets that another server computed into memory. */
  readonly take: (sets: readonly ValueSet[]) => void;
  readonly log: (message: string, facts: object) => void;
}

export interface RedisLink {
  /** Whether memory has all that Redis has, and hears of what comes. */
  readonly isWhole: () => boolean;
  /** Resolves when the first attempt has come to an end, whichever. */
  readonly firstAttempt: Promise<void>;
  /** Hands sets on to the other servers, now or as soon as Redis is there. */
  share(sets: readonly ValueSet[]): void;
  close(): Promise<void>;
}

/** How long Redis may take for an answer, and between two looks whether it is there, in milliseconds. */
const PATIENCE_MS = 2_000;
const BEAT_MS = 1_000;
const MOST_PAUSE_MS = 1_000;

/**
 * Keeps a server's memory in step with Redis, one pair of connections after the other. Each begins by hearing notices,
 * hands over what was computed meanwhile, and reads what is not in memory: so what was missed does not stay missed. At
 * whatever goes wrong both are given up, memory counts as cut off, and the next pair begins.
 */
export const linkRedis = ({ address, registry, isKnown, take, log }: RedisLinkOptions): RedisLink => {
  const values = redisValues(registry);
  const closing = new AbortController();
  const closed = new Promise<never>((_, reject) => {
    closing.signal.addEventListener("abort", () => reject(new Error("closed")));
  });
  closed.catch(() => {});
  const unsent = new Map<string, ValueSet>();
  let isWhole = false;
  let wakeSender = () => {};
  let told = "";
  let endFirstAttempt = () => {};
  const firstAttempt = new Promise<void>((resolve) => {
    endFirstAttempt = resolve;
  });

  const takeNew = async (client: RedisClient, stamps: readonly SetStamp[]): Promise<void> => {
    const unknown = stamps.filter((stamp) => !isKnown(stamp));
    if (unknown.length > 0) take(await values.read(client, unknown));
  };
  const sendAll = async (client: RedisClient): Promise<void> => {
    while (unsent.size > 0) {
      const sets = [...unsent.values()];
      await within(values.write(client, sets));
      for (const set of sets) if (unsent.get(nameOf(set)) === set) unsent.delete(nameOf(set));
    }
  };

  /** One pair, from its beginning to whatever ends it; never resolves. */
  const follow = async (client: RedisClient, listener: RedisClient): Promise<never> => {
    await within(Promise.all([client.connect(), listener.connect()]));
    let turn: Promise<unknown> = Promise.resolve();
    const failed = new Promise<never>((_, reject) => {
      // What comes after a failure is not done: the next connection does it.
      const inTurn = (act: () => Promise<void>) => {
        turn = turn.then(act);
        turn.catch(reject);
      };
      wakeSender = () => inTurn(() => sendAll(client));
      void within(values.follow(listener, (stamps) => inTurn(() => takeNew(client, stamps)))).catch(reject);
      inTurn(() => sendAll(client));
      inTurn(async () => takeNew(client, await within(values.stamps(client))));
      inTurn(async () => {
        if (!client.isReady || !listener.isReady) throw new Error("the connection ended");
        isWhole = true;
        tell("Redis is linked: values of other servers come through it", "");
        endFirstAttempt();
      });
    });
    const beat = async (): Promise<never> => {
      for (;;) {
        await pause(BEAT_MS, undefined, { signal: closing.signal, ref: false });
        await within(Promise.all([client.ping(), listener.ping()]));
      }
    };
    return Promise.race([failed, beat()]);
  };
  const tell = (message: string, error: string) => {
    if (told !== message + error) log(message, error === "" ? {} : { error });
    told = message + error;
  };
  const run = async (): Promise<void> => {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      // Notices have a connection of their own: on one, Redis 7.0 puts them amid the answer to a transaction.
      const client = clientOf(address.url);
      const listener = clientOf(address.url);
      const lost = new Promise<never>((_, reject) => {
        for (const each of [client, listener]) each.on("error", reject);
      });
      try {
        await Promise.race([follow(client, listener), lost, closed]);
      } catch (error) {
        if (isWhole) attempt = 0;
        isWhole = false;
        if (!closing.signal.aborted)
          tell("Redis is cut off: values are marked stale", address.withoutSecrets((error as Error).message));
      } finally {
        wakeSender = () => {};
        client.destroy();
        listener.destroy();
        endFirstAttempt();
      }
      const rest = Math.min(20 * 2 ** Math.min(attempt, 10), MOST_PAUSE_MS);
      await pause(rest, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  };
  const running = run();

  return {
    isWhole: () => isWhole,
    firstAttempt,
    share: (sets) => {
      for (const set of sets) unsent.set(nameOf(set), set);
      // What memory has forgotten, nobody asks for.
      for (const [name, set] of unsent) if (!isKnown(set)) unsent.delete(name);
      wakeSender();
    },
    close: async () => {
      closing.abort();
      await running;
    },
  };
};

const clientOf = (url: string): RedisClient =>
  createClient({
    url,
    name: "asof-serving",
    disableOfflineQueue: true,
    socket: { connectTimeout: PATIENCE_MS, reconnectStrategy: false },
  }) as unknown as RedisClient;

/** The answer, unless it takes too long. What came while this process had no turn came in time. */
const within = async <T>(answer: Promise<T>): Promise<T> => {
  const waiting = new AbortController();
  const options = { signal: waiting.signal, ref: false };
  const late = pause(PATIENCE_MS, undefined, options)
    .then(() => setImmediate(undefined, options))
    .then(() => {
      throw new Error(`no answer within ${PATIENCE_MS} ms`);
    });
  try {
    return await Promise.race([answer, late]);
  } finally {
    waiting.abort();
    late.catch(() => {});
    answer.catch(() => {});
  }
};
