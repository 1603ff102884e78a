import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../argument-error.ts";
import { type PoolJob, runPool, type WorkerDeath } from "./run-pool.ts";
import { isStopFlagRaised } from "./stop-flag.ts";
import type { TaskOutcome } from "./task-queue.ts";
import { scriptWorkers } from "./testing/scripted-workers.ts";

/** A pool over scripted workers, and what came of it. */
function start(some: Partial<PoolJob<string>> = {}) {
  const { workers, spawn } = scriptWorkers();
  const outcomes: TaskOutcome<string>[] = [];
  const deaths: WorkerDeath[] = [];
  const pool = runPool<string>({
    spawn,
    workers: 2,
    setup: "setup",
    tasks: ["a", "b", "c", "d", "e", "f"],
    nameOf: (task) => `task ${task}`,
    onOutcome: (outcome) => outcomes.push(outcome),
    onDeath: (death) => deaths.push(death),
    ...some,
  });
  const ready = () => {
    for (const worker of workers) worker.say({ kind: "ready" });
  };
  return { pool, workers, outcomes, deaths, ready, order: () => outcomes.map(({ task }) => task).join("") };
}

describe("a pool of workers", () => {
  it("posts the setup first and gives each worker one task that runs and one that waits", () => {
    const { workers, ready } = start();
    expect(workers.map(({ posted }) => posted.map(({ kind }) => kind))).toEqual([["setup"], ["setup"]]);
    expect(workers[0]!.posted[0]).toMatchObject({ setup: "setup" });
    ready();
    expect(workers.map((worker) => worker.held())).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it("tells outcomes in task order, whichever worker was faster", async () => {
    const { pool, workers, ready, order } = start();
    ready();
    for (let k = 0; k < 4; k++) workers[1]!.answer();
    expect(order()).toBe("");
    workers[0]!.answer();
    expect(order()).toBe("a");
    workers[0]!.answer();
    expect(order()).toBe("abcdef");
    expect(await pool.result).toEqual({ ok: true, value: undefined });
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it("[P11] tells every task once and in order for any number of workers and any speeds, and some deaths", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 60 }),
        fc.infiniteStream(fc.nat({ max: 99 })),
        (count, size, choices) => {
          const tasks = Array.from({ length: size }, (_, k) => `${k},`);
          const { workers, ready, order, outcomes } = start({ workers: count, tasks });
          ready();
          let deathsLeft = 3;
          for (let step = 0; step < 1_000; step++) {
            const busy = workers.filter((worker) => !worker.isTerminated && worker.held().length > 0);
            if (busy.length === 0) break;
            const choice = choices.next().value;
            const worker = busy[choice % busy.length]!;
            if (choice >= 95 && deathsLeft-- > 0) {
              worker.die("chance");
              workers.at(-1)!.say({ kind: "ready" });
            } else worker.answer();
          }
          expect(order()).toBe(tasks.join(""));
          expect(outcomes.map(({ index }) => index)).toEqual(tasks.map((_, k) => k));
        },
      ),
      { numRuns: 300, seed: 41 },
    );
  });

  it("reads tasks only as they are needed, and stops reading ahead of a slow one", () => {
    let made = 0;
    const endless = function* () {
      for (;;) yield String(made++);
    };
    const { workers, ready } = start({ tasks: endless() });
    expect(made).toBeLessThanOrEqual(1);
    ready();
    expect(made).toBeLessThanOrEqual(5);
    for (let k = 0; k < 1_000 && workers[1]!.held().length > 0; k++) workers[1]!.answer();
    expect(workers[1]!.held()).toEqual([]);
    expect(made).toBeLessThanOrEqual(2 * 16 + 1);
    workers[0]!.answer();
    expect(workers[1]!.held().length).toBeGreaterThan(0);
  });

  it("leaves the tasks' iterator when it ends early", () => {
    let isLeft = false;
    const tasks = function* () {
      try {
        for (;;) yield "x";
      } finally {
        isLeft = true;
      }
    };
    const { pool, ready } = start({ tasks: tasks() });
    ready();
    pool.cancel();
    expect(isLeft).toBe(true);
  });

  it("replaces a worker that dies and gives each task it held, alone, to another", async () => {
    const { pool, workers, deaths, ready, order, outcomes } = start();
    ready();
    workers[0]!.die("lightning");
    expect(deaths).toEqual([{ reason: "lightning", tasks: ["task a", "task b"] }]);
    expect(workers).toHaveLength(3);
    workers[2]!.say({ kind: "ready" });
    expect(workers[2]!.held()).toEqual([0]);
    // The other worker finishes what it has before it takes a task that may have killed one.
    workers[1]!.answer();
    expect(workers[1]!.held()).toEqual([3]);
    workers[1]!.answer();
    expect(workers[1]!.held()).toEqual([1]);
    workers[2]!.answer();
    expect(workers[2]!.held()).toEqual([4, 5]);
    workers[1]!.answer();
    workers[2]!.answer();
    workers[2]!.answer();
    expect(await pool.result).toMatchObject({ ok: true });
    expect(order()).toBe("abcdef");
    expect(outcomes.every(({ outcome }) => outcome.ok)).toBe(true);
  });

  it("fails a task by name when a second worker dies of it", async () => {
    const { pool, workers, ready, outcomes } = start({ workers: 1 });
    ready();
    workers[0]!.die("lightning");
    workers[1]!.say({ kind: "ready" });
    workers[1]!.die("thunder");
    workers[2]!.say({ kind: "ready" });
    while (!workers[2]!.isTerminated) workers[2]!.answer();
    await pool.result;
    expect(outcomes.map(({ outcome }) => outcome.ok)).toEqual([false, true, true, true, true, true]);
    expect(outcomes[0]!.outcome).toMatchObject({
      error: { code: "worker-failed", message: "task a ended its worker twice: thunder" },
    });
  });

  it("gives up when three workers in a row die before they begin", async () => {
    const { pool, workers } = start({ workers: 1 });
    for (let k = 0; k < 3; k++) workers[k]!.die("no script");
    expect(await pool.result).toMatchObject({
      ok: false,
      error: { code: "worker-failed", message: "no worker could begin: no script" },
    });
    expect(workers).toHaveLength(3);
  });

  it("fails with the error of a worker that refuses the setup", async () => {
    const { pool, workers } = start();
    workers[1]!.say({ kind: "refused", error: { code: "bad-argument", message: "no such strategy" } });
    expect(await pool.result).toMatchObject({ ok: false, error: { message: "no such strategy" } });
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it("does not hear an answer for a task that the worker was not given", () => {
    const { workers, ready, order } = start();
    ready();
    workers[1]!.say({ kind: "done", index: 0, outcome: { ok: true, value: "forged" } });
    workers[1]!.say({ kind: "done", index: 3, outcome: { ok: true, value: "too early" } });
    expect(order()).toBe("");
    expect(workers[0]!.held()).toEqual([0, 1]);
  });

  it("raises the flag that workers watch when it is cancelled, and says no more", async () => {
    const { pool, workers, ready, order } = start();
    ready();
    const setup = workers[0]!.posted[0]!;
    const stop = setup.kind === "setup" ? setup.stop : new Int32Array(1);
    expect(isStopFlagRaised(stop)).toBe(false);
    pool.cancel();
    expect(isStopFlagRaised(stop)).toBe(true);
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
    workers[0]!.answer();
    expect(order()).toBe("");
    expect(await pool.result).toMatchObject({ ok: false, error: { code: "cancelled" } });
  });

  it("ends with the error of a generator or a listener that throws", async () => {
    const broken = function* () {
      yield "a";
      throw new ArgumentError("parameter top must be a number");
    };
    const generated = start({ tasks: broken() });
    generated.ready();
    expect(await generated.pool.result).toMatchObject({ ok: false, error: { code: "bad-argument" } });
    const heard = start({
      onOutcome: () => {
        throw new Error("the listener failed");
      },
    });
    heard.ready();
    heard.workers[0]!.answer();
    expect(await heard.pool.result).toMatchObject({ ok: false, error: { code: "strategy-failed" } });
  });

  it("has nothing to do without tasks, and needs at least one worker", async () => {
    const { pool, workers } = start({ tasks: [] });
    expect(await pool.result).toMatchObject({ ok: true });
    expect(workers).toEqual([]);
    expect(() => start({ workers: 0 })).toThrow("workers must be at least 1, was 0");
  });
});
