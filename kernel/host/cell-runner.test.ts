import { describe, expect, it } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import type { FromCellWorker, ToCellWorker } from "../cells/protocol.ts";
import { MAX_PARTS } from "../contract/inspected-value.ts";
import { type CellRunnerOptions, createCellRunner } from "./cell-runner.ts";
import { PING_LIMIT_MS, READY_LIMIT_MS } from "./cell-worker-link.ts";

/** A worker whose every word the test says, and timers that the test lets run out. */
const setUp = (own: Partial<CellRunnerOptions> = {}) => {
  const workers: {
    say: (message: FromCellWorker) => void;
    die: () => void;
    heard: ToCellWorker[];
    isTerminated: boolean;
  }[] = [];
  const timers: { action: () => void; milliseconds: number; isOver: boolean }[] = [];
  const deaths: string[] = [];
  const runner = createCellRunner({
    spawn: () => {
      const worker: (typeof workers)[number] = {
        say: () => {},
        die: () => {},
        heard: [],
        isTerminated: false,
      };
      workers.push(worker);
      return {
        post: (message) => void worker.heard.push(message),
        onMessage: (listener) => {
          worker.say = listener;
        },
        onDeath: (listener) => {
          worker.die = listener;
        },
        terminate: () => {
          worker.isTerminated = true;
        },
      };
    },
    setTimer: (action, milliseconds) => {
      const timer = { action, milliseconds, isOver: false };
      timers.push(timer);
      return () => {
        timer.isOver = true;
      };
    },
    createNonce: () => "n",
    onConsole: () => {},
    onProgress: () => {},
    onDeath: () => void deaths.push("died"),
    onRequest: async () => wireOk(null),
    ...own,
  });
  const compiled = { code: "", defines: [], reads: [], insertions: [], lineCount: 1 };
  const run = () => runner.run({ cellId: "c0", compiled, clockMs: 0, asOf: null, seed: 0 });
  const letPass = (milliseconds: number) => {
    for (const timer of timers.splice(0)) {
      if (timer.isOver) continue;
      if (timer.milliseconds <= milliseconds) timer.action();
      else timers.push(timer);
    }
  };
  /** Lets every promise that can settle do so. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { workers, deaths, runner, run, letPass, settle };
};
const done: FromCellWorker = {
  kind: "done",
  nonce: "n",
  outputs: [],
  error: null,
  variables: [],
  backtests: [],
};

describe("the cell runner", () => {
  it("fails the run of a worker that dies, says so, and runs the next in the spare", async () => {
    const { workers, deaths, run, settle } = setUp();
    for (const worker of workers) worker.say({ kind: "ready" });
    const running = run();
    await settle();
    workers[0]!.die();
    expect((await running).error?.code).toBe("worker-died");
    expect(deaths).toEqual(["died"]);
    const next = run();
    await settle();
    workers[1]!.say(done);
    expect((await next).error).toBeNull();
  });
  it("fails the run of a worker that dies before it began, and starts another for the next run only", async () => {
    const { workers, deaths, run, settle } = setUp();
    const running = run();
    await settle();
    workers[0]!.die();
    workers[1]!.die();
    expect((await running).error?.code).toBe("worker-not-ready");
    expect([deaths, workers.length]).toEqual([[], 4]);
    for (const worker of workers) worker.die();
    expect(workers.length).toBe(4);
  });
  it("fails the run of a worker that never begins", async () => {
    const { run, letPass } = setUp();
    const running = run();
    letPass(READY_LIMIT_MS);
    expect((await running).error?.message).toContain("did not begin in time");
  });
  it("stops a run that waits for its worker at once", async () => {
    const { runner, run } = setUp();
    const running = run();
    expect(await runner.stop()).toBe(true);
    expect((await running).wasStopped).toBe(true);
  });
  it("swaps a stuck worker once, however often it is stopped", async () => {
    const { workers, runner, run, letPass, settle } = setUp();
    for (const worker of workers) worker.say({ kind: "ready" });
    const running = run();
    await settle();
    const stops = [runner.stop(), runner.stop()];
    letPass(PING_LIMIT_MS);
    expect(await Promise.all(stops)).toEqual([false, false]);
    expect((await running).wasStopped).toBe(true);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false, false]);
  });

  it("O15: what a worker says of a value is parsed, bounded in number, and settles when the worker ends", async () => {
    const { workers, runner, settle } = setUp();
    for (const worker of workers) worker.say({ kind: "ready" });
    const line = { label: "", type: "number", preview: "1" };
    for (const [said, answer] of [
      [[line], { ok: true, value: { parts: [line] } }],
      [null, { error: { code: "value-gone" } }],
      [undefined, { error: { code: "value-gone" } }],
      [{ length: 1, 0: line }, { error: { code: "bad-parts" } }],
      [Array(MAX_PARTS + 1).fill(line), { error: { code: "bad-parts" } }],
      [[{ ...line, preview: "x".repeat(1e6) }], { error: { code: "bad-parts" } }],
      [[{ ...line, node: -1 }], { error: { code: "bad-parts" } }],
    ] as const) {
      const asked = runner.open("run", 1);
      await settle();
      const { id } = workers[0]!.heard.at(-1) as Extract<ToCellWorker, { kind: "open" }>;
      workers[0]!.say({ kind: "opened", id: id + 1, parts: [] });
      workers[0]!.say({ kind: "opened", id, parts: said as never });
      expect(await asked).toMatchObject(answer);
    }
    const many = Array.from({ length: 101 }, () => runner.open("run", 1));
    expect(await many[100]).toMatchObject({ error: { code: "too-many-requests" } });
    workers[0]!.die();
    expect(await Promise.all(many.slice(0, 100))).toEqual(
      Array(100).fill(expect.objectContaining({ error: expect.objectContaining({ code: "value-gone" }) })),
    );
    expect(await Promise.race([runner.open("run", 1), settle()])).toBeUndefined();
  });

  it("O15: a worker cannot name a value after another run", async () => {
    const { workers, runner, settle } = setUp();
    for (const worker of workers) worker.say({ kind: "ready" });
    const value = { label: "", type: "number", preview: "1" };
    const compiled = { code: "", defines: [], reads: [], insertions: [], lineCount: 1 };
    for (const [isOpenable, keptAs] of [
      [true, "n"],
      [false, undefined],
    ] as const) {
      const running = runner.run({ cellId: "c0", compiled, clockMs: 0, asOf: null, seed: 0, isOpenable });
      await settle();
      workers[0]!.say({ ...done, outputs: [{ kind: "value", value, keptAs: "another" }] });
      expect((await running).outputs[0]).toEqual(
        keptAs ? { kind: "value", value, keptAs } : { kind: "value", value },
      );
    }
  });

  it("S10: what a worker says is plain data of the agreed shape, or an end that says so", async () => {
    const value = { kind: "value", value: { label: "", type: "number", preview: "1" } };
    const table = { kind: "html", html: { toString: "not text" } };
    for (const [said, code] of [
      [{ outputs: [value] }, undefined],
      [{ outputs: [table] }, "bad-output"],
      [{ outputs: [{ kind: "of-nobody" }] }, "bad-output"],
      [{ outputs: Array(201).fill(value) }, "bad-output"],
      [{ outputs: null }, "bad-output"],
      [{ error: "a text" }, "bad-output"],
      [{ variables: [{ name: 1 }] }, "bad-output"],
      [{ backtests: [{}] }, "bad-output"],
    ] as const) {
      const { workers, run, settle } = setUp();
      for (const worker of workers) worker.say({ kind: "ready" });
      const running = run();
      await settle();
      workers[0]!.say({ ...done, ...said } as never);
      const { error, outputs } = await running;
      expect([JSON.stringify(said).slice(0, 80), error?.code]).toEqual([
        JSON.stringify(said).slice(0, 80),
        code,
      ]);
      if (code) expect(outputs).toEqual([]);
    }
  });

  it("S6, S10: what is not of this run, not of this worker or too long is not heard", async () => {
    const lines: string[] = [];
    const asked: string[] = [];
    const { workers, run, settle } = setUp({
      onConsole: (_, __, text) => void lines.push(text),
      onRequest: async (_, { name }) => {
        asked.push(name);
        return wireOk(null);
      },
    });
    for (const worker of workers) worker.say({ kind: "ready" });
    const running = run();
    await settle();
    const line = { kind: "console", level: "log", text: "forged" } as const;
    const request = { kind: "request", id: 1, name: "panel", input: {} } as const;
    for (const [worker, nonce] of [
      [0, "another"],
      [1, "n"],
    ] as const) {
      workers[worker]!.say({ ...line, nonce });
      workers[worker]!.say({ ...request, nonce });
      workers[worker]!.say({ ...done, nonce, outputs: [] });
    }
    workers[0]!.say({ ...line, nonce: "n", text: { length: 1e9 } as never });
    workers[0]!.say({ ...line, nonce: "n", text: "x".repeat(50_000) });
    workers[0]!.say({ ...request, nonce: "n" });
    await settle();
    expect([lines.map((text) => text.length), asked]).toEqual([[15, 10_000], ["panel"]]);
    workers[0]!.say(done);
    expect(await running).toMatchObject({ error: null, wasStopped: false });
    // The run is over: nothing more of it is heard.
    workers[0]!.say({ ...line, nonce: "n" });
    expect(lines).toHaveLength(2);
  });
});
