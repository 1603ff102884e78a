import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { bundleDocumentSchema } from "../../bundle/contract/bundle.ts";
import { evidenceOf } from "../../bundle/document/evidence-of.ts";
import { issueToken } from "../../serving/auth/issue-token.ts";
import type { Role } from "../../serving/contract/roles.ts";
import { forkCompute } from "../../serving/live/compute-link.ts";
import { startServer } from "../../serving/start-server.ts";
import { checkDoubleApproval } from "../../serving/testing/bundle-checker-double.ts";
import { doubleApproval } from "../../serving/testing/double-approval.ts";
import { buildFollowing } from "./bench-following.ts";
import { makeTickStore } from "./make-tick-store.ts";

/** Seconds until the values of 3,000 names are computed for the first time. */
const PATIENCE_MS = 180_000;
const built = (file: string): string => resolve(import.meta.dirname, "..", file);

/**
 * A server as `asof serve` starts it, with its process that computes and a strategy of 3,000 names in traffic; tells
 * address and token on a line. Asked by a message, it collects its garbage and says what memory it has.
 */
const folder = process.argv[2]!;
const storeDir = join(folder, "store");
const bundleFile = join(folder, "following.json");
const MAKE = "make";
if (process.argv[3] === MAKE) {
  await mkdir(storeDir, { recursive: true });
  await makeTickStore(storeDir);
  await writeFile(bundleFile, await buildFollowing(storeDir, built("kernel-deno/runner.js")));
  process.exit(0);
}
// In a process of its own: what it took would count as the server's memory.
await promisify(execFile)(process.execPath, [import.meta.filename, folder, MAKE]);
const document = await readFile(bundleFile, "utf8");
const server = await startServer({
  host: "127.0.0.1",
  port: 0,
  dataFolder: folder,
  databaseUrl: null,
  redisUrl: null,
  oidc: null,
  broker: null,
  // What it takes in was built here a moment ago.
  checker: {
    trusted: async () => [],
    checkApproval: checkDoubleApproval,
    check: async (text) => {
      const { digest, manifest } = bundleDocumentSchema.parse(JSON.parse(text));
      return { ok: true, bundle: { digest, signedBy: "ann", evidence: evidenceOf(manifest) } };
    },
  },
  logger: null,
  startCompute: (onComplaint) =>
    forkCompute(
      {
        storeDir,
        ticksDir: join(folder, "ticks"),
        computeScript: built("serving/compute-process.js"),
        importScript: built("store/import-process.js"),
        runnerScript: built("kernel-deno/runner.js"),
      },
      onComplaint,
    ),
});
const { database } = server.services;
const tokenOf = (subject: string, role: Role) =>
  issueToken(database, { subject, roles: [role], seconds: 36_000, issuedBy: "server" }, Date.now());
const tokens = {
  ann: await tokenOf("ann", "author"),
  ada: await tokenOf("ada", "approver"),
  otto: await tokenOf("otto", "operator"),
  root: await tokenOf("root", "admin"),
};
const ask = async (person: keyof typeof tokens, method: string, path: string, body: object | string) => {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens[person]}`,
      "idempotency-key": randomUUID(),
      "if-match": "*",
      "content-type": typeof body === "string" ? "application/vnd.asof.bundle+json" : "application/json",
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
};
const { policy } = await server.services.reader.policy("desk");
const evidence = { ...policy.evidence, needsAuditCertificate: false };
await ask("root", "PUT", "/v1/desks/desk/policy", { ...policy, evidence });
const base = "/v1/strategies/following";
const { digest } = (await ask("ann", "POST", "/v1/bundles", document)) as { digest: string };
await ask("ann", "POST", `${base}/versions`, { digest, desk: "desk" });
await ask("ada", "POST", `${base}/approvals`, {
  version: 1,
  statement: doubleApproval("ada", digest),
});
await ask("otto", "POST", `${base}/deployments`, { version: 1 });
for (const share of [1, 5, 25, 50]) await ask("otto", "PATCH", `${base}/deployments/1`, { share });
await ask("otto", "POST", `${base}/promote`, { version: 1 });
const until = Date.now() + PATIENCE_MS;
while (!server.services.online.read("factor", "following", 1)) {
  if (Date.now() > until) throw new Error("The first values did not come.");
  await new Promise((settle) => setTimeout(settle, 100));
}
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
process.on("disconnect", () => process.exit(0));
process.stdout.write(`${JSON.stringify({ address: server.address, token: tokens.otto })}\n`);
