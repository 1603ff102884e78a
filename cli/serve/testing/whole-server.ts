import { randomUUID } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Envelope } from "../../../bundle/contract/bundle.ts";
import { newKeyPair, readPrivateKey } from "../../../bundle/document/keys.ts";
import { signApproval } from "../../../bundle/document/make-document.ts";
import { type Runner, startRunner } from "../../../bundle/runner/start-runner.ts";
import { writeRunnerScript } from "../../../bundle/testing/runner-script.ts";
import { verifyBundle } from "../../../bundle/verify/verify-bundle.ts";
import { makeSampleStore } from "../../../sample-data/make-sample-store.ts";
import { issueToken } from "../../../serving/auth/issue-token.ts";
import { openDataStore } from "../../../serving/compute/data-store.ts";
import { runnerLimits } from "../../../serving/compute/runner-limits.ts";
import { serveCompute } from "../../../serving/compute/serve-compute.ts";
import { computeContract } from "../../../serving/contract/compute-contract.ts";
import type { Policy } from "../../../serving/contract/policy.ts";
import type { Role } from "../../../serving/contract/roles.ts";
import type { ComputeLink } from "../../../serving/live/compute-link.ts";
import { type RunningServer, startServer } from "../../../serving/start-server.ts";
import { marketSessions } from "../../../serving/ticks/market-sessions.ts";
import { openTickStore } from "../../../serving/ticks/tick-store.ts";
import { bundleChild } from "../../../store/testing/bundle-child.ts";
import { connect } from "../../../wire/connect.ts";
import { portPair } from "../../../wire/port.ts";
import { bundleChecker } from "../bundle-checker.ts";

const PEOPLE: Readonly<Record<string, Role>> = {
  mara: "author",
  ada: "approver",
  otto: "operator",
  rita: "auditor",
  root: "admin",
};

export interface Answer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they know to be there
  readonly json: any;
}

/** Everything that a published strategy meets: a real server, store, checker and runners; processes where they matter. */
export interface WholeServer {
  readonly folder: string;
  readonly storeDir: string;
  readonly authorKey: string;
  readonly strangerKey: string;
  /** What the approver says of a digest, or what somebody else says with a key of his own. */
  approval(digest: string, key?: string): Envelope;
  /** A process for what tests compute themselves. */
  readonly runner: Runner;
  readonly server: () => RunningServer;
  ask(person: string, method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  /** Uploads a bundle and brings it up to live, each step by whose it is; its digest. */
  publish(strategy: string, document: string): Promise<string>;
  /** Has a desk ask no certificate, and what else is told. */
  allow(desk: string, evidence: Partial<Policy["evidence"]>): Promise<void>;
  /** Stops the server and starts it again, on the same registry. */
  restart(withCompute: boolean): Promise<void>;
  close(): Promise<void>;
}

/** @param patienceMs how long one decision may take */
export const wholeServer = async (patienceMs: number): Promise<WholeServer> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-whole-"));
  const made = join(folder, "sample");
  const storeDir = join(folder, "store");
  await makeSampleStore(made, () => {}, { seed: 1, instruments: 40, years: 4, hasMinutes: false });
  await cp(made, storeDir, { recursive: true });
  const [script, importChild] = [
    await writeRunnerScript(),
    await bundleChild("store/shells/import-process.ts"),
  ];
  const [author, approver, stranger] = [newKeyPair(), newKeyPair(), newKeyPair()];
  await mkdir(join(folder, "keys"));
  await writeFile(join(folder, "keys", "mara.pem"), author.publicKey);
  await writeFile(join(folder, "keys", "ada.pem"), approver.publicKey);
  const approval = (digest: string, key = approver.privateKey): Envelope =>
    signApproval({ format: 1, digest, decision: "approve", reason: "", decidedAt: 1 }, readPrivateKey(key));
  const runner = startRunner(script.script);
  const open: (() => void)[] = [];

  const startCompute = (): ComputeLink => {
    const [near, far] = portPair();
    void openDataStore(storeDir, importChild.script).then(async (data) => {
      if (!data.ok) throw new Error(data.error.message);
      const ticks = await openTickStore(join(folder, "ticks"), {
        sessions: marketSessions(data.value.client),
        instruments: () => data.value.instruments(),
        onDamage: () => {},
      });
      const compute = serveCompute(far, {
        data: data.value,
        ticks,
        startRunner: () => startRunner(script.script, runnerLimits),
        now: Date.now,
        patienceMs,
        backoffMs: () => 1,
      });
      open.push(() => {
        compute.close();
        ticks.close();
        data.value.close();
      });
    });
    return {
      client: connect(near, computeContract),
      close: () => {
        for (const end of open.splice(0)) end();
      },
    };
  };
  const checker = bundleChecker(
    join(folder, "keys"),
    () => {},
    async (file, keys) => {
      const trustedKeys = await Promise.all(keys.map(({ path }) => readFile(path, "utf8")));
      const options = { trustedKeys, runnerScript: script.script, timeoutMs: 60_000 };
      const verified = await verifyBundle(await readFile(file, "utf8"), options);
      return JSON.stringify(verified.ok ? { ok: true, ...verified.value } : { ok: false, ...verified.fault });
    },
  );
  const start = (withCompute: boolean) =>
    startServer({
      host: "127.0.0.1",
      port: 0,
      dataFolder: join(folder, "data"),
      databaseUrl: null,
      redisUrl: null,
      oidc: null,
      broker: null,
      checker,
      logger: null,
      startCompute: withCompute ? startCompute : null,
    });
  let server = await start(true);
  const tokens: Record<string, string> = {};
  for (const [subject, role] of Object.entries(PEOPLE)) {
    const wish = { subject, roles: [role], seconds: 3_600, issuedBy: "server" };
    tokens[subject] = await issueToken(server.services.database, wish, Date.now());
  }

  const ask: WholeServer["ask"] = async (person, method, path, body, key = randomUUID()) => {
    const isText = typeof body === "string";
    const response = await fetch(`${server.address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[person]}`,
        ...(method === "GET" ? {} : { "idempotency-key": key, "if-match": "*" }),
        ...(body === undefined
          ? {}
          : { "content-type": isText ? "application/vnd.asof.bundle+json" : "application/json" }),
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: text.startsWith("{") ? JSON.parse(text) : null };
  };
  const must = async (answer: Promise<Answer>): Promise<Answer["json"]> => {
    const { status, text, json } = await answer;
    if (status >= 300) throw new Error(text);
    return json;
  };
  const allow: WholeServer["allow"] = async (desk, evidence) => {
    const { policy } = await must(ask("root", "GET", `/v1/desks/${desk}/policy`));
    Object.assign(policy.evidence, { needsAuditCertificate: false }, evidence);
    await must(ask("root", "PUT", `/v1/desks/${desk}/policy`, policy));
  };
  await allow("equities", {});

  return {
    folder,
    storeDir,
    authorKey: author.privateKey,
    strangerKey: stranger.privateKey,
    approval,
    runner,
    server: () => server,
    ask,
    allow,
    publish: async (strategy, document) => {
      const base = `/v1/strategies/${strategy}`;
      const { digest } = await must(ask("mara", "POST", "/v1/bundles", document));
      const { versions } = await must(ask("mara", "POST", `${base}/versions`, { digest, desk: "equities" }));
      const version = versions.length;
      await must(ask("ada", "POST", `${base}/approvals`, { version, statement: approval(digest) }));
      await must(ask("otto", "POST", `${base}/deployments`, { version }));
      for (const share of [1, 5, 25, 50])
        await must(ask("otto", "PATCH", `${base}/deployments/${version}`, { share }));
      await must(ask("otto", "POST", `${base}/promote`, { version }));
      return digest;
    },
    restart: async (withCompute) => {
      await server.stop();
      server = await start(withCompute);
    },
    close: async () => {
      runner.end();
      await server.stop();
      script.remove();
      await importChild.remove();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
