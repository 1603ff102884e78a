import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import { issueFirstToken } from "./auth/issue-token.ts";
import { type OidcOptions, verifyOidc } from "./auth/oidc.ts";
import { createServices } from "./create-services.ts";
import type { BundleChecker } from "./domain/bundle-checker.ts";
import { createApp } from "./http/create-app.ts";
import type { Services } from "./http/services.ts";
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
  readonly checker: BundleChecker;
  readonly logger: FastifyBaseLogger | null;
}

export interface RunningServer {
  readonly address: string;
  readonly services: Services;
  /** The first administrator's token, once; null when the registry has tokens. */
  readonly firstToken: string | null;
  /** Takes no new requests, lets those on their way end, and closes the registry. */
  stop(): Promise<void>;
}

/** How often a server asks for what others have recorded. */
const OTHERS_EVERY_MS = 250;

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
  const created = await createServices(database, {
    checker: options.checker,
    oidc: options.oidc && verifyOidc(options.oidc),
  });
  const services: Services = { ...created, isReady: async () => !isStopping && (await created.isReady()) };
  const app = await createApp(services, options.logger);
  const address = await app.listen({ host: options.host, port: options.port });
  // Other servers on the same registry record as well; an embedded one is this process's alone.
  const others =
    database.kind === "postgres"
      ? setInterval(() => void services.feed.wake().catch(() => {}), OTHERS_EVERY_MS)
      : undefined;
  return {
    address,
    services,
    firstToken,
    stop: async () => {
      isStopping = true;
      clearInterval(others);
      await app.close();
      await database.close();
    },
  };
};
