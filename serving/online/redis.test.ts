import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@redis/client";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { issueToken } from "../auth/issue-token.ts";
import type { ValueSet } from "../contract/value-set.ts";
import { type RunningServer, startServer } from "../start-server.ts";
import { askSteadily } from "../testing/ask-steadily.ts";
import { bundleCheckerDouble, doubleDocument } from "../testing/bundle-checker-double.ts";
import { computeDouble, doubleValues } from "../testing/compute-double.ts";
import { doubleApproval } from "../testing/double-approval.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../testing/start-postgres.ts";
import { redisProgram, startRedis, type TestRedis } from "../testing/start-redis.ts";
import { linkRedis } from "./link-redis.ts";
import { readRedisAddress } from "./redis-address.ts";
import { type RedisClient, redisValues } from "./redis-values.ts";
import { readFrame, writeFrame } from "./value-frame.ts";

const bitsOf = (values: Float64Array): readonly bigint[] => [...new BigUint64Array(values.slice().buffer)];

const setOf = (change: Partial<ValueSet>): ValueSet => ({
  kind: "signal",
  name: "drawn",
  version: 1,
  bundle: "b".repeat(64),
  snapshot: "s1",
  asOf: 1_000,
  knownAt: 1_000,
  computedAt: 2_000,
  ids: ["i0"],
  values: Float64Array.of(1),
  ...change,
});

it("V36: a frame gives back every bit, those of a number that is none included", () => {
  const values = new Float64Array(
    new BigUint64Array([0x7ff8_0000_0000_0abcn, 0xfff0_0000_0000_0001n, 1n]).buffer,
  );
  const set = setOf({ ids: ["삼성전자", "i1", "i2"], values });
  const read = readFrame(writeFrame(set));
  expect([bitsOf(read.values), { ...read, values }]).toEqual([bitsOf(values), set]);
  const short = writeFrame(setOf({ ids: ["i0", "i1"] }));
  expect(() => readFrame(short)).toThrow("2 ids have 1 values");
});

it("V39: an address that cannot be used is refused without being repeated", () => {
  for (const [address, why] of [
    ["hunter2", "cannot be read"],
    ["http://:hunter2@host", "begins with http://"],
    ["redis://:hunter2@host/one", "number of a database"],
    ["redis://:hunter2%zz@host", "Write a % in the password as %25"],
  ] as const) {
    expect(() => readRedisAddress(address)).toThrow(why);
    expect(() => readRedisAddress(address)).not.toThrow("hunter2");
  }
});

it("V39: what a server repeats of the password is not logged", async () => {
  const told: string[] = [];
  const echo = createServer((socket) =>
    socket.on("data", (data) => {
      const words = String(data)
        .split("\r\n")
        .filter((word) => /^\w/.test(word));
      socket.write(`-ERR unknown command, with args beginning with: ${words.join(" ")}\r\n`);
    }),
  );
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  const { port } = echo.address() as { port: number };
  const link = linkRedis({
    address: readRedisAddress(`redis://someone:hunter2@127.0.0.1:${port}`),
    registry: "r",
    isKnown: () => true,
    take: () => {},
    log: (message, facts) => told.push(message + JSON.stringify(facts)),
  });
  await link.firstAttempt;
  await link.close();
  echo.close();
  expect(told.join()).toContain("someone …");
  expect(told.join()).not.toContain("hunter2");
});

const [programs, program] = [postgresPrograms(), redisProgram()];
const isInstalled = programs !== null && program !== null;

describe.runIf(isInstalled)("servers that share a Redis (needs PostgreSQL and redis-server)", () => {
  let folder = "";
  let postgres: TestPostgres;
  let redis: TestRedis;
  let computes: RunningServer;
  let answers: RunningServer;
  const running = new Set<RunningServer>();
  const clients = new Set<RedisClient>();
  const logged: string[] = [];
  let token = "";

  const start = async (hasStore: boolean): Promise<RunningServer> => {
    const server = await startServer({
      host: "127.0.0.1",
      port: 0,
      dataFolder: folder,
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      broker: null,
      oidc: null,
      checker: bundleCheckerDouble,
      logger: pino({ level: "trace" }, { write: (line: string) => logged.push(line) }),
      startCompute: hasStore ? computeDouble : null,
    });
    running.add(server);
    return server;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "asof-redis-test-"));
    [postgres, redis] = await Promise.all([startPostgres(programs!), startRedis(program!)]);
    computes = await start(true);
    answers = await start(false);
    const wish = {
      subject: "tester",
      roles: ["author", "operator"],
      seconds: 3_600,
      issuedBy: "server",
    } as const;
    token = await issueToken(computes.services.database, wish, Date.now());
  });
  afterAll(async () => {
    redis?.goOn();
    for (const client of clients) client.destroy();
    for (const server of running) await server.stop();
    await redis?.remove();
    await postgres?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** A client that is none of a server's. */
  const clientOf = async (): Promise<RedisClient> => {
    const client = createClient({ url: redis.url }) as unknown as RedisClient;
    client.on("error", () => {});
    clients.add(client);
    return client.connect();
  };

  let keys = 0;
  const ask = async (
    server: RunningServer,
    method: string,
    path: string,
    body?: unknown,
    bearer = token,
    // biome-ignore lint/suspicious/noExplicitAny: tests look at what they know to be there
  ): Promise<any> => {
    const response = await fetch(`${server.address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(method === "GET" ? {} : { "idempotency-key": `key-${keys++}`, "if-match": "*" }),
        ...(body === undefined
          ? {}
          : {
              "content-type":
                typeof body === "string" ? "application/vnd.asof.bundle+json" : "application/json",
            }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text);
  };
  /** Brings a bundle live as the next version; its digest. */
  const makeLive = async (strategy: string, version = 1): Promise<string> => {
    const approver = { subject: "ada", roles: ["approver"], seconds: 60, issuedBy: "server" } as const;
    const ada = await issueToken(computes.services.database, approver, Date.now());
    const base = `/v1/strategies/${strategy}`;
    const { digest } = await ask(computes, "POST", "/v1/bundles", doubleDocument(`${strategy} ${version}`));
    await ask(computes, "POST", `${base}/versions`, { digest, desk: "equities" });
    await ask(
      computes,
      "POST",
      `${base}/approvals`,
      { version, statement: doubleApproval("ada", digest) },
      ada,
    );
    await ask(computes, "POST", `${base}/deployments`, { version });
    for (const share of [1, 5, 25, 50])
      await ask(computes, "PATCH", `${base}/deployments/${version}`, { share });
    await ask(computes, "POST", `${base}/promote`, { version });
    const given = async (server: RunningServer) =>
      (await ask(server, "GET", `${base}/signals`).catch(() => null))?.version;
    await expect.poll(() => forEachServer(given)).toEqual([version, version]);
    return digest;
  };
  const held = ({ services }: RunningServer, strategy: string, kind: ValueSet["kind"] = "signal") =>
    services.online.read(kind, strategy, 1)?.set;
  const heldBits = (server: RunningServer, strategy: string, kind: ValueSet["kind"]) => {
    const set = held(server, strategy, kind);
    return set ? bitsOf(set.values) : null;
  };
  const signals = async (server: RunningServer, strategy: string) =>
    (await ask(server, "GET", `/v1/strategies/${strategy}/signals`)).values as {
      value: number;
      stale: boolean;
    }[];
  const isStale = async (server: RunningServer, strategy: string) =>
    new Set((await signals(server, strategy)).map(({ stale }) => stale));
  const ready = async (server: RunningServer) => (await fetch(`${server.address}/readyz`)).json();
  const cutOff = async (server: RunningServer) =>
    /^asof_values_cut_off (\d)$/m.exec(await (await fetch(`${server.address}/metrics`)).text())?.[1];
  const forEachServer = <T>(look: (server: RunningServer) => Promise<T>) =>
    Promise.all([computes, answers].map(look));

  it("V36: what one server computes is in the memory of all, bit for bit, and of one that starts later", async () => {
    const digest = await makeLive("alpha");
    for (const kind of ["signal", "factor"] as const) {
      const wanted = bitsOf(doubleValues(kind, digest));
      await expect.poll(() => heldBits(answers, "alpha", kind)).toEqual(wanted);
    }
    expect(await isStale(answers, "alpha")).toEqual(new Set([false]));
    expect(await ready(answers)).toEqual({ status: "ready", redis: "linked" });
    // Without the registry's copy the way is Redis, or none.
    await computes.services.database.query("delete from value_sets");
    const late = await start(false);
    expect(heldBits(late, "alpha", "factor")).toEqual(bitsOf(doubleValues("factor", digest)));
    await late.stop();
    running.delete(late);
  });

  it("V36: what was written while the connection was lost is read when it is there again", async () => {
    const [first] = await answers.services.reader.audit(0, 1);
    const client = await clientOf();
    const values = redisValues(first!.hash.slice(0, 16));
    const missed = setOf({ name: "missed", computedAt: Date.now(), values: Float64Array.of(0.1) });
    // The followers are gone before the notice is given.
    await client.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    await values.write(client, [missed]);
    await expect.poll(() => held(answers, "missed")).toEqual(missed);
    await expect.poll(() => held(computes, "missed")).toEqual(missed);
    // Heard, and not only found: no connection begins anew.
    await expect.poll(() => answers.services.redis()).toBe("linked");
    const heard = setOf({ name: "missed", computedAt: Date.now() + 1, values: Float64Array.of(0.2) });
    await values.write(client, [heard]);
    await expect.poll(() => held(answers, "missed")).toEqual(heard);
  });

  it("V36: a version's oldest sets are forgotten there as in memory", async () => {
    const client = await clientOf();
    const values = redisValues("another registry");
    const sets = Array.from({ length: 70 }, (_, k) => setOf({ knownAt: k, computedAt: 5_000 + k }));
    for (const part of [sets.slice(0, 40), sets.slice(40), sets.slice(69)]) await values.write(client, part);
    const stamps = await values.stamps(client);
    expect(stamps.map(({ knownAt }) => knownAt).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 64 }, (_, k) => k + 6),
    );
    expect((await values.read(client, stamps)).length).toBe(64);
    expect(held(answers, "drawn")).toBeUndefined();
  });

  it("V29: rolls back on PostgreSQL and Redis while 300 requests a second are answered, and none fails", async () => {
    const digest = await makeLive("gamma");
    await makeLive("gamma", 2);
    const versions = async (server: RunningServer) =>
      (await ask(server, "GET", "/v1/strategies/gamma/signals")).version;
    const {
      answers: given,
      rate,
      midwayMs,
    } = await askSteadily({
      perSecond: 300,
      total: 600,
      ask: (k) => signals(k % 2 === 0 ? computes : answers, "gamma").then(() => "answered", String),
      midway: () => ask(computes, "POST", "/v1/strategies/gamma/rollback", { reason: "a test" }),
    });
    expect(given.filter((each) => each !== "answered")).toEqual([]);
    expect(midwayMs).toBeLessThan(1_000);
    await expect.poll(() => forEachServer(versions)).toEqual([1, 1]);
    const shown = Float64Array.from((await signals(answers, "gamma")).map(({ value }) => value));
    expect(bitsOf(shown)).toEqual(bitsOf(doubleValues("signal", digest)));
    console.info(
      `rolled back on PostgreSQL and Redis in ${midwayMs.toFixed(0)} ms under ${rate.toFixed(0)} requests a second`,
    );
  });

  it("V37: while Redis is gone values are answered and marked, new ones come, and it recovers by itself", async () => {
    const before = await signals(answers, "alpha");
    await redis.kill();
    onTestFinished(() => redis.start());
    await expect
      .poll(() => forEachServer(ready))
      .toEqual([1, 2].map(() => ({ status: "ready", redis: "cut-off" })));
    const stale = await signals(answers, "alpha");
    expect(stale).toEqual(before.map((value) => ({ ...value, stale: true })));
    expect(await isStale(computes, "alpha")).toEqual(new Set([true]));
    expect(await forEachServer(cutOff)).toEqual(["1", "1"]);
    const digest = await makeLive("beta");
    await expect
      .poll(() => heldBits(answers, "beta", "signal"))
      .toEqual(bitsOf(doubleValues("signal", digest)));
    expect(await isStale(answers, "beta")).toEqual(new Set([true]));

    await redis.start();
    await expect.poll(() => forEachServer(cutOff)).toEqual(["0", "0"]);
    expect(await signals(answers, "alpha")).toEqual(before);
    // It came back empty: what it has now was handed over since.
    await computes.services.database.query("delete from value_sets");
    const late = await start(false);
    expect(heldBits(late, "beta", "factor")).toEqual(bitsOf(doubleValues("factor", digest)));
    await late.stop();
    running.delete(late);
  });

  it("V37: nobody waits for a Redis that does not answer", async () => {
    redis.hang();
    onTestFinished(() => redis.goOn());
    let slowest = 0;
    const look = async () => {
      const began = performance.now();
      const stale = await isStale(answers, "alpha");
      slowest = Math.max(slowest, performance.now() - began);
      return stale;
    };
    await expect.poll(look).toEqual(new Set([true]));
    // Each waits for its own answer, and gives up in its own time.
    await expect.poll(() => forEachServer(cutOff)).toEqual(["1", "1"]);
    // Less than it is waited for Redis.
    expect(slowest).toBeLessThan(1_500);
    redis.goOn();
    await expect.poll(look).toEqual(new Set([false]));
  });

  it("V39: the password stands in nothing that was logged, also when it is wrong", async () => {
    const told: string[] = [];
    const link = linkRedis({
      address: readRedisAddress(redis.url.replace(redis.url.split(":")[2]!.split("@")[0]!, "hunter2")),
      registry: "r",
      isKnown: () => true,
      take: () => {},
      log: (message, facts) => told.push(message + JSON.stringify(facts)),
    });
    await link.firstAttempt;
    await link.close();
    expect(told.join()).toContain("WRONGPASS");
    expect(told.join()).not.toContain("hunter2");
    expect(logged.join()).toContain("Redis is cut off");
    for (const secret of [redis.password, encodeURIComponent(redis.password)])
      expect(logged.join()).not.toContain(secret);
  });
});
