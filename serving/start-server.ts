import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import { issueFirstToken } from "./auth/issue-token.ts";
import { type OidcOptions, signInOf, verifyOidc } from "./auth/oidc.ts";
import type { BrokerAddress } from "./broker/broker-address.ts";
import { type BrokerFollower, followBroker } from "./broker/follow-broker.ts";
import type { DataBatch } from "./contract/data-batch.ts";
import { createServices } from "./create-services.ts";
import type { BundleChecker } from "./domain/bundle-checker.ts";
import { createApp } from "./http/create-app.ts";
import { noteKeys } from "./http/note-keys.ts";
import type { Services } from "./http/services.ts";
import { takeTicks } from "./http/take-ticks.ts";
import { type Computing, computeAlone, computedElsewhere } from "./live/compute-alone.ts";
import type { ComputeLink } from "./live/compute-link.ts";
import type { Conductor } from "./live/conduct.ts";
import { type KeptValues, keepValues } from "./live/keep-values.ts";
import { linkRedis, type RedisLink } from "./online/link-redis.ts";
import { type RedisAddress, readRedisAddress } from "./online/redis-address.ts";
import type { Database } from "./registry/database.ts";
import { lockFolder } from "./registry/lock-folder.ts";
import { migrate } from "./registry/migrate.ts";
import { openPglite } from "./registry/open-pglite.ts";
import { openPostgres } from "./registry/open-postgres.ts";
import { type OwnStore, type RegistryStore, registryStore } from "./registry/registry-store.ts";

export interface ServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Where the embedded database is. */
  readonly dataFolder: string;
  /** A PostgreSQL server in its place. */
  readonly databaseUrl: string | null;
  /** A Redis through which values come to all servers of a registry. */
  readonly redisUrl: string | null;
  readonly oidc: OidcOptions | null;
  /** A broker that ticks come from. */
  readonly broker: BrokerAddress | null;
  readonly checker: BundleChecker;
  readonly logger: FastifyBaseLogger | null;
  /** Starts what has the store and runs the versions; null for a server that answers only. */
  readonly startCompute: ((onComplaint: (text: string) => void) => ComputeLink) | null;
  /** The store that it has; left out, it is not held against the registry's. */
  readonly store?: OwnStore;
}

/** The store of several servers of a registry is one; an embedded registry has one server. */
const checkedStore = async (
  database: Database,
  { databaseUrl, store }: Pick<ServerOptions, "databaseUrl" | "store">,
): Promise<RegistryStore | null> => {
  if (databaseUrl === null || !store) return null;
  const checked = registryStore(database, store, Date.now);
  const refused = await checked.refusal();
  if (refused === null) return checked;
  await database.close();
  throw new Error(refused);
};

export interface RunningServer {
  readonly address: string;
  readonly services: Services;
  /** Null while the server answers only. */
  readonly conductor: () => Conductor | null;
  /** The first administrator's token, once; null when the registry has tokens. */
  readonly firstToken: string | null;
  /** Takes no new requests, lets those on their way end, and closes the registry. */
  stop(): Promise<void>;
}

/** How often a server asks for what others have recorded. */
const OTHERS_EVERY_MS = 250;
const TICK_MS = 60_000;
const RESTART_MS = 2_000;

/** A registry's database, with its tables. Closing it lets go of its folder. */
export const openRegistry = async ({
  dataFolder,
  databaseUrl,
}: Pick<ServerOptions, "dataFolder" | "databaseUrl">): Promise<Database> => {
  const unlock = databaseUrl === null ? lockFolder(dataFolder) : () => {};
  try {
    const database =
      databaseUrl === null ? await openPglite(join(dataFolder, "registry")) : openPostgres(databaseUrl);
    await migrate(database);
    return {
      ...database,
      close: async () => {
        await database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
};

/** Starts the serving API. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { databaseUrl, redisUrl, startCompute, logger } = options;
  const log = (message: string, facts: object) => logger?.info(facts, message);
  const address = redisUrl === null ? null : readRedisAddress(redisUrl);
  const database = await openRegistry(options);
  const store = await checkedStore(database, options);
  const firstToken = await issueFirstToken(database, Date.now());
  let isStopping = false;
  let link: RedisLink | null = null;
  let broker: BrokerFollower | null = null;
  let computing: Computing | null = null;
  const conductor = () => computing?.conductor() ?? null;
  const created = await createServices(database, {
    checker: options.checker,
    oidc: options.oidc && verifyOidc(options.oidc),
    redis: () => address && (link?.isWhole() ? "linked" : "cut-off"),
    ...(startCompute && {
      takeBatch: async (batch: DataBatch) => conductor()?.takeBatch(batch) ?? computedElsewhere,
      takeTicks: async (wish: TickWish) => conductor()?.takeTicks(wish) ?? computedElsewhere,
    }),
    signIn: options.oidc && signInOf(options.oidc),
  });
  const services: Services = {
    ...created,
    isReady: async () => !isStopping && (await created.isReady()),
    isBrokerThere: () => broker?.isThere() ?? null,
  };
  await noteKeys(services);
  const values = keepValues(services, (sets) => link?.share(sets));
  await values.refresh();
  if (address) link = await followRedis(address, services, values, log);
  const followTicks = (from: BrokerAddress) => {
    const following = brokerOf(from, services, log);
    broker = following;
    return {
      stop: async () => {
        broker = null;
        await following.stop();
      },
    };
  };
  if (startCompute)
    computing = computeAlone(services, databaseUrl, {
      startCompute: () => startCompute((text) => logger?.warn({ text: text.slice(0, 2000) }, "compute")),
      values,
      log,
      restartMs: RESTART_MS,
      store,
      beside: () => (options.broker ? followTicks(options.broker) : null),
    });
  await computing?.firstAttempt;
  const app = await createApp(services, logger);
  const ticking = setInterval(
    () =>
      void conductor()
        ?.tick()
        .catch(() => {}),
    TICK_MS,
  );
  // Other servers on the same registry record as well; an embedded one is this process's alone.
  const others =
    database.kind === "postgres"
      ? setInterval(() => {
          void services.feed.wake().catch(() => {});
          if (!link?.isWhole()) void values.refresh().catch(() => {});
        }, OTHERS_EVERY_MS)
      : undefined;
  const stop = async (): Promise<void> => {
    isStopping = true;
    clearInterval(others);
    clearInterval(ticking);
    await computing?.close();
    await app.close();
    await link?.close();
    await database.close();
  };
  const listening = await app.listen({ host: options.host, port: options.port }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { address: listening, services, conductor, firstToken, stop };
};

type TickWish = Parameters<Services["takeTicks"]>[0];
type Log = (message: string, facts: object) => void;

/** Has ticks come from a broker. */
const brokerOf = (address: BrokerAddress, services: Services, log: Log): BrokerFollower => {
  const { metrics } = services;
  return followBroker({
    address,
    take: (batch, repeatable) => takeTicks(services, batch, repeatable),
    onState: (isThere) => metrics.brokerThere.set(isThere ? 1 : 0),
    onMessage: (outcome) => metrics.brokerMessages.inc({ outcome }),
    log,
  });
};

/** Has memory follow what other servers of the registry compute. Its first entry tells this registry from others. */
const followRedis = async (
  address: RedisAddress,
  { reader }: Services,
  { isKnown, take }: KeptValues,
  log: Log,
): Promise<RedisLink> => {
  const [first] = await reader.audit(0, 1);
  const link = linkRedis({ address, registry: first!.hash.slice(0, 16), isKnown, take, log });
  await link.firstAttempt;
  return link;
};
