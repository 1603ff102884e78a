import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** Any number will do, as long as every server takes the same, and the schema's steps another. */
const COMPUTES = 8472;
/** Between two looks whether it is still so, or is so now, and how long PostgreSQL may take, in milliseconds. */
const BEAT_MS = 1_000;
const PATIENCE_MS = 3_000;

export interface OwnershipOptions {
  /** Leads to PostgreSQL itself, or to a pooler that gives a session of its own. */
  readonly connectionString: string;
  /** Why this server may not compute; null when it may. Asked before each attempt. */
  readonly refusal?: () => Promise<string | null>;
  /** It is this server's turn, and nothing is done yet; where it rejects, it is not. */
  readonly claim?: () => Promise<void>;
  readonly onGained: () => void;
  readonly onLost: () => void;
  readonly log: (message: string, facts: object) => void;
}

export interface Ownership {
  /** Resolves when the first attempt has come to an end, whichever. */
  readonly firstAttempt: Promise<void>;
  close(): Promise<void>;
}

/**
 * Seeks to be the one server of a registry that computes, for as long as it lives. Whose it is stands in a lock that a
 * session of PostgreSQL holds: it is free again when its server ends, however it ends. Who cannot reach his session for
 * some seconds gives up by himself, before PostgreSQL ends it and another takes over.
 */
export const seekOwnership = (options: OwnershipOptions): Ownership => {
  const { connectionString, onGained, onLost, log, refusal, claim } = options;
  const closing = new AbortController();
  const rest = () => pause(BEAT_MS, undefined, { signal: closing.signal, ref: false });
  let endFirstAttempt = () => {};
  const firstAttempt = new Promise<void>((resolve) => {
    endFirstAttempt = resolve;
  });
  let isMine = false;
  let told = "";
  const tell = (message: string, facts: object = {}) => {
    if (told !== message) log(message, facts);
    told = message;
  };

  const hold = async (client: pg.Client): Promise<never> => {
    await client.connect();
    // Who is gone without a word is known after eleven seconds.
    for (const [name, seconds] of [
      ["idle", 5],
      ["interval", 2],
      ["count", 3],
    ] as const)
      await client.query(`set tcp_keepalives_${name} = ${seconds}`);
    for (;;) {
      const refused = isMine ? null : ((await refusal?.()) ?? null);
      if (isMine) await client.query("select 1");
      else if (refused !== null) {
        tell(refused);
        endFirstAttempt();
      } else {
        const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock($1) as mine", [
          COMPUTES,
        ]);
        if (rows[0]!.mine) await claim?.();
        isMine = rows[0]!.mine;
        if (isMine) onGained();
        tell(
          isMine
            ? "this server computes"
            : "another server computes: this one answers, and waits for its end",
        );
        endFirstAttempt();
      }
      await rest();
    }
  };
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const client = new pg.Client({
        connectionString,
        connectionTimeoutMillis: PATIENCE_MS,
        query_timeout: PATIENCE_MS,
        application_name: "asof-computes",
      });
      const lost = new Promise<never>((_, reject) => client.on("error", reject));
      try {
        await Promise.race([hold(client), lost]);
      } catch (error) {
        if (isMine) onLost();
        if (isMine && !closing.signal.aborted)
          tell("this server has lost its session and computes no more", { error: (error as Error).message });
        isMine = false;
        endFirstAttempt();
      } finally {
        await Promise.race([client.end(), pause(BEAT_MS, undefined, { ref: false })]).catch(() => {});
      }
      await rest().catch(() => {});
    }
  };
  const running = run();
  return {
    firstAttempt,
    close: async () => {
      closing.abort();
      await running;
    },
  };
};
