import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type RunningServer, startServer } from "../start-server.ts";
import { bundleCheckerDouble } from "../testing/bundle-checker-double.ts";
import { computeDouble } from "../testing/compute-double.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../testing/start-postgres.ts";
import { openPostgres } from "./open-postgres.ts";
import { type OwnStore, registryStore } from "./registry-store.ts";
import { seekOwnership } from "./seek-ownership.ts";

const programs = postgresPrograms();

describe.runIf(programs !== null)("servers that have a store (needs PostgreSQL)", () => {
  let folder = "";
  let postgres: TestPostgres;
  const servers: RunningServer[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "asof-owners-"));
    postgres = await startPostgres(programs!);
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await postgres?.remove();
    await rm(folder, { recursive: true, force: true });
  });
  const start = async (port = 0, store?: OwnStore): Promise<RunningServer> => {
    const server = await startServer({
      host: "127.0.0.1",
      port,
      dataFolder: folder,
      databaseUrl: postgres.url,
      redisUrl: null,
      broker: null,
      oidc: null,
      checker: bundleCheckerDouble,
      logger: null,
      startCompute: computeDouble,
      ...(store && { store }),
    });
    servers.push(server);
    return server;
  };
  const computing = () => servers.map((server) => server.conductor() !== null);
  const figure = async (server: RunningServer) =>
    (await (await fetch(`${server.address}/metrics`)).text()).match(/^asof_computes (\d)$/m)?.[1];
  const query = async (text: string) => {
    const database = openPostgres(postgres.url);
    try {
      return await database.query(text);
    } finally {
      await database.close();
    }
  };
  const SESSIONS = "from pg_stat_activity where application_name = 'asof-computes'";

  it("V38: one of a registry's servers computes, another takes over when it ends", async () => {
    const first = await start();
    const second = await start();
    expect(computing()).toEqual([true, false]);
    expect([await figure(first), await figure(second)]).toEqual(["1", "0"]);
    const taken = await second.services.takeBatch({} as never);
    expect(taken).toMatchObject({ ok: false, error: { code: "unavailable" } });
    expect(taken.ok || taken.error.message).toContain("Another server has the data store");
    await servers.shift()!.stop();
    await expect.poll(computing).toEqual([true]);
  });

  it("V38: who loses his session computes no more until he has it again, and never two do", async () => {
    await start();
    const seen = new Set<number>();
    const looking = setInterval(() => seen.add(computing().filter(Boolean).length), 1);
    onTestFinished(async () => {
      clearInterval(looking);
      await postgres.start();
    });
    await expect.poll(() => [...seen]).toEqual([1]);
    // As an administrator or a lost network does.
    await query(`select pg_terminate_backend(pid) ${SESSIONS}`);
    await expect.poll(() => seen.has(0)).toBe(true);
    await expect.poll(() => computing().filter(Boolean).length).toBe(1);
    await postgres.kill();
    await expect.poll(() => computing().filter(Boolean).length).toBe(0);
    await postgres.start();
    await expect.poll(() => computing().filter(Boolean).length).toBe(1);
    expect(Math.max(...seen)).toBe(1);
  });

  it("V42: a server with another store than the registry's does not start, unless it is to replace it", async () => {
    for (const server of servers.splice(0)) await server.stop();
    const own = { name: "one", folder: "/one", replaces: false };
    const first = await start(0, own);
    const other = { name: "two", folder: "/two", replaces: false };
    await expect(start(0, other)).rejects.toThrow(/The store in \/two .*--no-store.*--replace-store/);
    const standby = await start(0, own);
    expect(computing()).toEqual([true, false]);
    await first.stop();
    servers.shift();
    await expect.poll(computing).toEqual([true]);

    // Waits its turn like any other, and then the registry goes over to it.
    const next = await start(0, { ...other, replaces: true });
    expect(computing()).toEqual([true, false]);
    await standby.stop();
    servers.shift();
    await expect.poll(computing).toEqual([true]);
    expect(await query("select name from data_store")).toEqual([{ name: "two" }]);
    await expect(start(0, own)).rejects.toThrow("The store in /one");
    const { reader } = next.services;
    const chosen = (await reader.audit(0, 100)).filter(({ action }) => action === "store/chosen");
    expect(chosen.map(({ subject }) => subject)).toEqual(["one", "two"]);
  });

  it("V42: who waited with a store that was replaced meanwhile does not take over", async () => {
    const lines: string[] = [];
    const database = openPostgres(postgres.url);
    const store = registryStore(database, { name: "one", folder: "/one", replaces: false }, Date.now);
    await expect(store.claim()).rejects.toThrow("--replace-store");
    const gained: string[] = [];
    await servers.shift()!.stop();
    const seeking = seekOwnership({
      connectionString: postgres.url,
      ...store,
      onGained: () => gained.push("gained"),
      onLost: () => {},
      log: (message) => lines.push(message),
    });
    await seeking.firstAttempt;
    await seeking.close();
    await database.close();
    expect([gained, lines]).toEqual([[], [expect.stringContaining("The store in /one")]]);
    await start();
  });

  it("a server whose port is taken gives everything back", async () => {
    const { port } = new URL(servers[0]!.address);
    await expect(start(Number(port))).rejects.toThrow("EADDRINUSE");
    const sessions = async () => (await query(`select pid ${SESSIONS}`)).length;
    await expect.poll(sessions).toBe(servers.length);
  });
});
