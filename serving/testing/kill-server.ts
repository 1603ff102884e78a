import { issueToken } from "../auth/issue-token.ts";
import { startServer } from "../start-server.ts";
import { bundleCheckerDouble } from "./bundle-checker-double.ts";
import { computeDouble } from "./compute-double.ts";

/** A server for tests that end it: `kill-server.mjs FOLDER [DATABASE_URL [REDIS_URL]]`; tells its address and tokens on a line. */
const [, , dataFolder, databaseUrl, redisUrl] = process.argv;
const server = await startServer({
  host: "127.0.0.1",
  port: 0,
  dataFolder: dataFolder!,
  databaseUrl: databaseUrl ?? null,
  redisUrl: redisUrl ?? null,
  oidc: null,
  broker: null,
  checker: bundleCheckerDouble,
  logger: null,
  startCompute: computeDouble,
});
const tokens: Record<string, string> = {};
for (const role of ["author", "approver", "operator", "auditor"] as const)
  tokens[role] = await issueToken(
    server.services.database,
    { subject: role, roles: [role], seconds: 3600, issuedBy: "server" },
    Date.now(),
  );
process.stdout.write(`${JSON.stringify({ address: server.address, tokens })}\n`);
