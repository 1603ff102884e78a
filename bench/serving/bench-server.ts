import { issueToken } from "../../serving/auth/issue-token.ts";
import { startServer } from "../../serving/start-server.ts";

const INSTRUMENTS = 3_000;

const nothing = async () =>
  ({ ok: false, code: "none", message: "This server takes in no bundles." }) as const;

/** A server as `asof serve` starts it, with values of 3,000 instruments; tells address and token on a line. */
const server = await startServer({
  host: "127.0.0.1",
  port: 0,
  dataFolder: process.argv[2]!,
  databaseUrl: null,
  redisUrl: null,
  oidc: null,
  broker: null,
  checker: { trusted: async () => [], check: nothing, checkApproval: nothing },
  logger: null,
  startCompute: null,
});
const { database, online, strategies } = server.services;
const now = Date.now();
const wish = { subject: "bench", roles: ["auditor"], seconds: 3_600, issuedBy: "server" } as const;
const token = await issueToken(database, wish, now);
strategies.put({
  id: "bench",
  desk: "bench",
  revision: 1,
  versions: [
    {
      version: 1,
      digest: "0".repeat(64),
      author: "bench",
      signedBy: null,
      state: "live",
      share: 100,
      approver: "bench",
      reason: null,
      statement: null,
      recomputed: null,
      skew: null,
    },
  ],
  before: [],
  halt: null,
});
online.publish({
  kind: "factor",
  name: "bench",
  version: 1,
  bundle: "0".repeat(64),
  snapshot: "bench",
  asOf: now,
  knownAt: now,
  computedAt: now,
  ids: Array.from({ length: INSTRUMENTS }, (_, k) => `instrument-${k}`),
  values: Float64Array.from({ length: INSTRUMENTS }, (_, k) => Math.sin(k)),
});
process.on("disconnect", () => process.exit(0));
process.stdout.write(`${JSON.stringify({ address: server.address, token })}\n`);
