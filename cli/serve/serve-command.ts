import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import pino from "pino";
import { builtRunnerScript } from "../../bundle/runner/start-runner.ts";
import type { OidcOptions } from "../../serving/auth/oidc.ts";
import { readBrokerAddress } from "../../serving/broker/broker-address.ts";
import { forkCompute } from "../../serving/live/compute-link.ts";
import { storeName } from "../../serving/live/store-name.ts";
import { startServer } from "../../serving/start-server.ts";
import { STORE_FILE } from "../../store/schema/schema-version.ts";
import { initCommand } from "../import/init-command.ts";
import { importScript } from "../import/reingest-in-process.ts";
import { complain, say } from "../terminal.ts";
import { bundleChecker } from "./bundle-checker.ts";

export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly data: string;
  /** False for a server that answers only. */
  readonly store?: string | false;
  readonly replaceStore: boolean;
}

/** The issuer whose tokens are accepted beside the server's own, from the environment. */
const readOidc = ({
  OIDC_ISSUER,
  OIDC_AUDIENCE,
  OIDC_ROLES_CLAIM,
  OIDC_CLIENT_ID,
  OIDC_SCOPES,
}: NodeJS.ProcessEnv): OidcOptions | null => {
  if (!OIDC_ISSUER) return null;
  if (!OIDC_AUDIENCE) throw new Error("OIDC_ISSUER needs OIDC_AUDIENCE: for whom its tokens are made.");
  return {
    issuer: OIDC_ISSUER,
    audience: OIDC_AUDIENCE,
    rolesClaim: OIDC_ROLES_CLAIM || "asof_roles",
    clientId: OIDC_CLIENT_ID || null,
    scopes: (OIDC_SCOPES || "openid offline_access").split(" ").filter((scope) => scope !== ""),
  };
};

/** Where the build puts what the server starts. */
const scripts = {
  computeScript: resolve(import.meta.dirname, "../serving/compute-process.js"),
  importScript,
  runnerScript: builtRunnerScript(),
};

/** `asof serve`: the serving API, until it is told to end. */
export const serveCommand = async ({
  port,
  host,
  data,
  store,
  replaceStore,
}: ServeOptions): Promise<number> => {
  const wanted = Number(port);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    complain(`--port is a whole number from 0 to 65535, was ${port}`);
    return 2;
  }
  const logger = pino(
    {
      level: process.env.LOG_LEVEL ?? "info",
      base: { service: "asof-serving" },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ fd: 2, sync: false }),
  );
  try {
    const storeDir = store === false ? null : resolve(store ?? join(data, "store"));
    if (storeDir && !existsSync(join(storeDir, STORE_FILE))) await initCommand(storeDir);
    const server = await startServer({
      host,
      port: wanted,
      dataFolder: data,
      // Set to nothing is not set: deployment files often name a variable that has no value.
      databaseUrl: process.env.DATABASE_URL || null,
      redisUrl: process.env.REDIS_URL || null,
      oidc: readOidc(process.env),
      broker: process.env.NATS_URL ? readBrokerAddress(process.env.NATS_URL) : null,
      checker: bundleChecker(join(data, "keys"), (file, reason) =>
        logger.warn({ file, reason }, "a file of the keys is trusted for nobody"),
      ),
      logger,
      startCompute:
        storeDir === null
          ? null
          : (onComplaint) =>
              forkCompute({ storeDir, ticksDir: resolve(data, "ticks"), ...scripts }, onComplaint),
      ...(storeDir !== null && {
        store: { name: await storeName(storeDir), folder: storeDir, replaces: replaceStore },
      }),
    });
    say(`Serving on ${server.address}`);
    if (server.firstToken) {
      say("The first administrator's token, shown this once. With it, issue tokens to people: asof token.");
      say(server.firstToken);
    }
    await untilToldToEnd();
    say("Ending: requests on their way are answered first.");
    await server.stop();
    return 0;
  } catch (error) {
    complain((error as Error).message);
    return 1;
  }
};

const untilToldToEnd = () =>
  new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
