import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "./contract/audit.ts";
import { type Strategy, strategySchema } from "./contract/lifecycle.ts";
import type { LifecycleEvent } from "./contract/lifecycle-event.ts";
import { CHAIN_START, followChain } from "./domain/audit-chain.ts";
import { evolve } from "./domain/evolve.ts";
import { emptyStrategy } from "./domain/strategy-state.ts";
import { type KillableServer, startKillable } from "./testing/killable-server.ts";
import { type Acknowledged, runClient, send } from "./testing/random-client.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "./testing/start-postgres.ts";

/** How often a server is killed; ASOF_ROUNDS asks for more. */
const KILLS = Math.min(200, Number(process.env.ASOF_ROUNDS ?? 1));
const CLIENTS = 3;
const STRATEGIES = ["alpha", "beta", "gamma", "delta"];

let folder = "";
let script = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-kill-"));
  script = join(import.meta.dirname, "..", "out", "serving-tests", `kill-server-${process.pid}.mjs`);
  const bundle = await rolldown({
    input: join(import.meta.dirname, "testing", "kill-server.ts"),
    platform: "node",
    external: [/^node:/, "@electric-sql/pglite"],
    logLevel: "silent",
  });
  await bundle.write({ file: script, format: "esm", codeSplitting: false });
  await bundle.close();
});
afterAll(async () => {
  // A server that a failed test left running.
  await started?.kill();
  await rm(folder, { recursive: true, force: true });
  await rm(script, { force: true });
});

let started: KillableServer | undefined;
const start = async (args: readonly string[]): Promise<KillableServer> => {
  await started?.kill();
  started = await startKillable(script, args);
  return started;
};

/** Reproducible, but for when a kill falls. */
const drawFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const getJson = async (server: KillableServer, role: string, path: string): Promise<unknown> =>
  (
    await fetch(`${server.address}${path}`, { headers: { authorization: `Bearer ${server.tokens[role]}` } })
  ).json();

const readLog = async (server: KillableServer): Promise<readonly AuditEntry[]> => {
  const log: AuditEntry[] = [];
  for (;;) {
    const after = log.at(-1)?.seq ?? 0;
    const { entries } = (await getJson(server, "auditor", `/v1/audit?limit=1000&after=${after}`)) as {
      entries: AuditEntry[];
    };
    if (entries.length === 0) return log;
    log.push(...entries);
  }
};

/** Everything that was acknowledged is there, the chain holds, and the states are those that the log leads to. */
const expectWhole = async (server: KillableServer, acknowledged: readonly Acknowledged[]): Promise<void> => {
  const log = await readLog(server);
  expect(followChain({ seq: 0, hash: CHAIN_START }, log).ok).toBe(true);
  const { strategies } = (await getJson(server, "author", "/v1/strategies")) as { strategies: Strategy[] };
  for (const found of strategies) {
    const events = log
      .filter(({ subject, action }) => subject === found.id && action.startsWith("strategy/"))
      .map(({ details }) => (JSON.parse(details) as { event: LifecycleEvent }).event);
    expect(strategySchema.parse(found)).toEqual(events.reduce(evolve, emptyStrategy(found.id, found.desk)));
    expect(found.versions.filter(({ state }) => state === "live").length).toBeLessThanOrEqual(1);
  }
  const revisions = new Map(strategies.map(({ id, revision }) => [id, revision]));
  expect(acknowledged.filter(({ strategy, revision }) => (revisions.get(strategy) ?? 0) < revision)).toEqual(
    [],
  );
  // What was acknowledged last is answered again, word for word, and not done again.
  const repeatable = acknowledged.filter(({ request }) => request.method === "POST");
  for (const { request, body } of repeatable.slice(-5))
    expect((await send(server, request))?.body).toBe(body);
  expect((await readLog(server)).length).toBe(log.length);
};

const runHistories = async (
  args: readonly string[],
  kill: (server: KillableServer, round: number) => Promise<void>,
  seed: number,
): Promise<number> => {
  const acknowledged: Acknowledged[] = [];
  let keys = 0;
  for (let round = 0; round < KILLS; round++) {
    const server = await start(args);
    await expectWhole(server, acknowledged);
    let isOver = false;
    const draw = drawFrom(seed + round);
    const clients = Array.from({ length: CLIENTS }, (_, k) =>
      runClient(
        server,
        STRATEGIES,
        drawFrom(seed + round * 100 + k),
        () => `${seed}-${keys++}`,
        acknowledged,
        () => isOver,
      ),
    );
    // By the work done and not by the clock: a kill falls in the middle of commands on any machine.
    const until = acknowledged.length + 3 + Math.floor(draw() * 25);
    while (acknowledged.length < until) await new Promise((resolve) => setTimeout(resolve, draw() * 8));
    await kill(server, round);
    isOver = true;
    await Promise.all(clients);
    await server.kill();
  }
  const server = await start(args);
  await expectWhole(server, acknowledged);
  await server.kill();
  return acknowledged.length;
};

describe("a server that is killed", () => {
  it("V19: keeps every acknowledged command on its embedded database", async () => {
    const count = await runHistories([join(folder, "embedded")], (server) => server.kill(), 11);
    console.info(`${KILLS} kills, ${count} acknowledged commands`);
    expect(count).toBeGreaterThanOrEqual(3 * KILLS);
  });

  const programs = postgresPrograms();
  it.runIf(programs !== null)(
    "V19: keeps every acknowledged command when it or PostgreSQL is killed",
    async () => {
      const postgres: TestPostgres = await startPostgres(programs!);
      try {
        const kill = async (server: KillableServer, round: number) => {
          if (round % 2 === 0) return server.kill();
          await postgres.kill();
          await postgres.start();
        };
        const count = await runHistories([join(folder, "unused"), postgres.url], kill, 23);
        console.info(`${KILLS} kills, every second of PostgreSQL, ${count} acknowledged commands`);
        expect(count).toBeGreaterThanOrEqual(3 * KILLS);
      } finally {
        await postgres.remove();
      }
    },
  );
});
