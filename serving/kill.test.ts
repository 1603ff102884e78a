import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectWhole } from "./testing/expect-whole.ts";
import { type KillableServer, startKillable } from "./testing/killable-server.ts";
import { type Acknowledged, runClient } from "./testing/random-client.ts";
import { postgresPrograms, startPostgres } from "./testing/start-postgres.ts";
import { redisProgram, startRedis } from "./testing/start-redis.ts";

/** How many histories end by a kill; ASOF_ROUNDS asks for more. */
const KILLS = Math.min(200, Number(process.env.ASOF_ROUNDS ?? 2));
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

/** Something that the server works with. */
interface Part {
  readonly name: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

const waitFor = async (isSo: () => boolean, draw: () => number): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, draw() * 8));
};

/**
 * One history for each kill: three clients give drawn commands; in their midst the server is killed, or a part of it and
 * then the server. What was acknowledged last is looked for at the start of each, and all of it at the end.
 */
const runHistories = async (args: readonly string[], parts: readonly Part[], seed: number): Promise<void> => {
  const began = performance.now();
  const acknowledged: Acknowledged[] = [];
  const killed = new Map<string, number>();
  let keys = 0;
  for (let round = 0; round < KILLS; round++) {
    const server = await start(args);
    // All of them at the end: each names every version of its strategy.
    await expectWhole(server, acknowledged.slice(-100));
    let isOver = false;
    let haveEnded = false;
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
    const ended = Promise.all(clients).then(() => {
      haveEnded = true;
    });
    // By the work done and not by the clock: a kill falls in the middle of commands on any machine.
    const until = acknowledged.length + 3 + Math.floor(draw() * 25);
    await waitFor(() => haveEnded || acknowledged.length >= until, draw);
    // With few histories each part has its turn.
    const turn = KILLS > parts.length ? Math.floor(draw() * (parts.length + 1)) : round + 1;
    const part = parts[turn - 1];
    if (part) {
      await part.kill();
      await part.start();
      const later = acknowledged.length + Math.floor(draw() * 10);
      await waitFor(() => haveEnded || acknowledged.length >= later, draw);
    }
    const name = part?.name ?? "the server";
    killed.set(name, (killed.get(name) ?? 0) + 1);
    await server.kill();
    isOver = true;
    await ended;
  }
  const server = await start(args);
  await expectWhole(server, acknowledged);
  await server.kill();
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const counts = [...killed].map(([name, n]) => `${name} ${n}`).join(", ");
  console.info(`killed: ${counts}; ${acknowledged.length} acknowledged commands, none lost; ${seconds} s`);
  expect(acknowledged.length).toBeGreaterThanOrEqual(3 * KILLS);
};

describe("a server that is killed", () => {
  it("V19: keeps every acknowledged command on its embedded database", () =>
    runHistories([join(folder, "embedded")], [], 11));

  const [programs, redisServer] = [postgresPrograms(), redisProgram()];
  it.runIf(programs !== null)(
    "V19: keeps every acknowledged command when it, its PostgreSQL or its Redis is killed (needs PostgreSQL)",
    async () => {
      const postgres = await startPostgres(programs!);
      const redis = redisServer === null ? null : await startRedis(redisServer);
      try {
        const parts = [{ name: "PostgreSQL", ...postgres }, ...(redis ? [{ name: "Redis", ...redis }] : [])];
        await runHistories([join(folder, "unused"), postgres.url, ...(redis ? [redis.url] : [])], parts, 23);
      } finally {
        await started?.kill();
        await redis?.remove();
        await postgres.remove();
      }
    },
  );
});
