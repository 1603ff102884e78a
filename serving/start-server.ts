import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import { issueFirstToken } from "./auth/issue-token.ts";
import { type OidcOptions, verifyOidc } from "./auth/oidc.ts";
import type { BrokerAddress } from "./broker/broker-address.ts";
import { type BrokerFollower, followBroker } from "./broker/follow-broker.ts";
import type { DataBatch } from "./contract/data-batch.ts";
import { createServices } from "./create-services.ts";
import type { BundleChecker } from "./domain/bundle-checker.ts";
import { createApp } from "./http/create-app.ts";
import type { Services } from "./http/services.ts";
import { takeTicks } from "./http/take-ticks.ts";
import type { ComputeLink } from "./live/compute-link.ts";
import { type Conductor, conduct } from "./live/conduct.ts";
import { keepValues } from "./live/keep-values.ts";
import type { Database } from "./registry/database.ts";
import { lockFolder } from "./registry/lock-folder.ts";
import { migrate } from "./registry/migrate.ts";
import { openPglite } from "./registry/open-pglite.ts";
import { openPostgres } from "./registry/open-postgres.ts";

export interface ServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Where the embedded database is. */
  readonly dataFolder: string;
  /** A PostgreSQL server in its place. */
  readonly databaseUrl: string | null;
  readonly oidc: OidcOptions | null;
  /** A broker that ticks come from. */
  readonly broker: BrokerAddress | null;
  readonly checker: BundleChecker;
  readonly logger: FastifyBaseLogger | null;
  /** Starts what has the store and runs the versions; null for a server that answers only. */
  readonly startCompute: ((onComplaint: (text: string) => void) => ComputeLink) | null;
}

export interface RunningServer {
  readonly address: string;
  readonly services: Services;
  /** Null for a server that answers only. */
  readonly conductor: Conductor | null;
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
  const database = await openRegistry(options);
  const firstToken = await issueFirstToken(database, Date.now());
  let isStopping = false;
  let conductor: Conductor | null = null;
  const created = await createServices(database, {
    checker: options.checker,
    oidc: options.oidc && verifyOidc(options.oidc),
    ...(options.startCompute && {
      takeBatch: async (batch: DataBatch) => conductor!.takeBatch(batch),
      takeTicks: async (wish: Parameters<Services["takeTicks"]>[0]) => conductor!.takeTicks(wish),
    }),
  });
  let broker: BrokerFollower | null = null;
  const services: Services = {
    ...created,
    isReady: async () => !isStopping && (await created.isReady()),
    isBrokerThere: () => broker?.isThere() ?? null,
  };
  const values = keepValues(services);
  await values.refresh();
  const { startCompute, logger } = options;
  if (startCompute)
    conductor = conduct(services, {
      startCompute: () => startCompute((text) => logger?.warn({ text: text.slice(0, 2000) }, "compute")),
      values,
      log: (message, facts) => logger?.info(facts, message),
      restartMs: RESTART_MS,
    });
  if (options.broker && startCompute) {
    const { metrics } = services;
    broker = followBroker({
      address: options.broker,
      take: (batch, repeatable) => takeTicks(services, batch, repeatable),
      onState: (isThere) => metrics.brokerThere.set(isThere ? 1 : 0),
      onMessage: (outcome) => metrics.brokerMessages.inc({ outcome }),
      log: (message, facts) => logger?.info(facts, message),
    });
  }
  const ticking = setInterval(() => void conductor?.tick().catch(() => {}), TICK_MS);
  const app = await createApp(services, logger);
  const address = await app.listen({ host: options.host, port: options.port });
  // Other servers on the same registry record as well; an embedded one is this process's alone.
  const others =
    database.kind === "postgres"
      ? setInterval(() => {
          void services.feed.wake().catch(() => {});
          void values.refresh().catch(() => {});
        }, OTHERS_EVERY_MS)
      : undefined;
  return {
    address,
    services,
    conductor,
    firstToken,
    stop: async () => {
      isStopping = true;
      clearInterval(others);
      clearInterval(ticking);
      await broker?.stop();
      conductor?.close();
      await app.close();
      await database.close();
    },
  };
};
