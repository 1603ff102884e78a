import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as engine from "../../engine/index.ts";
import {
  costModels,
  equalWeighted,
  grid,
  metricQuantiles,
  metricTable,
  type ParameterSource,
  parameterList,
  randomSearch,
  resolveParameters,
  runBacktest,
  type SweepOptions,
  type SweepProgress,
  sharePanel,
  summariseRun,
  sweep,
  topRuns,
  type WorkerDeath,
} from "../../engine/index.ts";
import { unwrap } from "../../engine/testing/strategies.ts";
import { createWorld, worldConfig } from "../../engine/testing/world.ts";
import { writeRecipe } from "./module-recipe.ts";
import { spawnThreadWith } from "./spawn-thread.ts";
import { bundleThread } from "./testing/bundle-thread.ts";
import * as makers from "./testing/strategies.ts";

const panel = sharePanel(
  createWorld({
    seed: 11,
    instruments: 8,
    sessions: 40,
    hasActions: true,
    hasGaps: true,
    hasDelistings: true,
  }),
);
const config = worldConfig(costModels.institutional);

let thread: Awaited<ReturnType<typeof bundleThread>>;
beforeAll(async () => {
  thread = await bundleThread();
  process.env.ASOF_TEST_MARKER = join(thread.folder, "died");
});
afterAll(() => rmSync(thread.folder, { recursive: true, force: true }));

type Some = Partial<SweepOptions<never>> & { readonly heapMb?: number };
const optionsFor = (maker: string, parameters: ParameterSource, { heapMb, ...some }: Some = {}) => ({
  spawn: spawnThreadWith({ script: thread.script, ...(heapMb && { heapMb }) }),
  workers: 2,
  recipe: writeRecipe({ module: thread.strategies, maker }),
  panel,
  config,
  parameters,
  ...some,
});

/** Every bit of a result, typed arrays by their bytes, so that −0 and the bits of NaN count. */
const bitsOf = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    ArrayBuffer.isView(part)
      ? Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("hex")
      : Object.is(part, -0)
        ? "-0"
        : part,
  );

const reduce = {
  best: topRuns("sharpe", 5),
  worst: topRuns("maxDrawdown", 3, { lowest: true }),
  table: metricTable(["sharpe", "cagr", "turnover"]),
  spread: metricQuantiles("cagr", [0.1, 0.5, 0.9]),
  together: equalWeighted(),
};

describe("a sweep on worker threads", () => {
  it.each([
    ["a grid", "momentum", grid({ lookback: { from: 1, to: 6, step: 1 }, top: [20, 50] })],
    [
      "a random search",
      "momentum",
      randomSearch({ lookback: [2, 5, 9], top: { from: 10, to: 90 } }, { count: 12, seed: 7 }),
    ],
    [
      "a strategy that remembers",
      "remembering",
      parameterList([1, 2, 3, 2, 1, 3].map((every) => ({ every }))),
    ],
    ["a strategy with orders", "ordering", grid({ every: { from: 1, to: 6, step: 1 } })],
  ])("[P11] 1 worker = 2 = 4, to the bit, for %s", async (_, maker, parameters) => {
    const results: string[] = [];
    for (const workers of [1, 2, 4])
      results.push(
        bitsOf(unwrap(await sweep({ ...optionsFor(maker, parameters, { workers }), reduce }).result)),
      );
    expect(results[1]).toBe(results[0]);
    expect(results[2]).toBe(results[0]);
    expect(JSON.parse(results[0]!)).toMatchObject({ failed: 0, total: parameters.count });
  });

  it("[P11] gives each run what it gives alone on the owner's thread", async () => {
    const lookbacks = [1, 2, 5, 20];
    const swept = unwrap(
      await sweep({
        ...optionsFor("momentum", grid({ lookback: lookbacks })),
        reduce: { table: metricTable(["sharpe"]), best: topRuns("sharpe", 4), together: equalWeighted() },
      }).result,
    );
    const strategy = unwrap(makers.momentum(engine));
    const alone = lookbacks.map((lookback) => {
      const parameters = unwrap(resolveParameters(strategy, { lookback }));
      return unwrap(runBacktest({ panel, strategy, parameters, config }));
    });
    const sharpes = alone.map((run) => summariseRun(run).metrics.find(({ key }) => key === "sharpe")!.value);
    expect([...swept.reduced.table.metrics.sharpe!]).toEqual(sharpes);
    expect([...swept.reduced.table.parameters.lookback!]).toEqual(lookbacks);
    const best = sharpes.indexOf(Math.max(...sharpes.map(Number)));
    expect(swept.reduced.best[0]).toMatchObject({ index: best, orderHash: alone[best]!.orderHash });
    for (const run of swept.reduced.best) expect(run.orderHash).toBe(alone[run.index]!.orderHash);
    swept.reduced.together.returns.forEach((mean, t) => {
      const expected = alone.map(({ navMinor }) => navMinor[t + 1]! / navMinor[t]! - 1);
      expect(mean).toBeCloseTo(expected.reduce((a, b) => a + b) / alone.length, 14);
    });
  });

  it("runs a task once more on another worker when its worker dies", async () => {
    const deaths: WorkerDeath[] = [];
    const parameters = parameterList([0, 1, 0].map((fault) => ({ fault })));
    const swept = unwrap(
      await sweep({
        ...optionsFor("dyingOnce", parameters, { onWorkerDeath: (death) => deaths.push(death) }),
        reduce: { table: metricTable([]) },
      }).result,
    );
    expect(swept).toMatchObject({ finished: 3, failed: 0 });
    expect(deaths).toHaveLength(1);
    expect(deaths[0]).toMatchObject({ reason: "it ended with code 3" });
    expect(deaths[0]!.tasks).toContain("fault=1");
  });

  it("fails a run by name when two workers died of it, and finishes the others", async () => {
    const deaths: WorkerDeath[] = [];
    const parameters = parameterList([0, 0, 1, 0, 0, 0].map((fault) => ({ fault })));
    const swept = unwrap(
      await sweep({
        ...optionsFor("dying", parameters, { onWorkerDeath: (death) => deaths.push(death) }),
        reduce: { table: metricTable([]) },
      }).result,
    );
    expect([...swept.reduced.table.runs]).toEqual([0, 1, 3, 4, 5]);
    expect(swept.failures).toMatchObject([
      {
        index: 2,
        parameters: { fault: 1 },
        error: {
          code: "worker-failed",
          message: "fault=1 ended its worker twice: it ended with code 3",
        },
      },
    ]);
    expect(deaths).toHaveLength(2);
    expect(deaths[1]!.tasks).toEqual(["fault=1"]);
  });

  it("ends a worker that outgrows its memory, and not the process", async () => {
    const parameters = parameterList([0, 1, 0].map((fault) => ({ fault })));
    const swept = unwrap(
      await sweep({
        ...optionsFor("hoarding", parameters, { heapMb: 24 }),
        reduce: { table: metricTable([]) },
      }).result,
    );
    expect(swept).toMatchObject({ finished: 2, failed: 1 });
    expect(swept.failures[0]!.error.message).toMatch(/^fault=1 ended its worker twice: .*memory/);
  });

  it("names a run that throws, goes on, and tells how far it is", async () => {
    const told: SweepProgress[] = [];
    const parameters = parameterList([0, 1, 0].map((fault) => ({ fault })));
    const swept = unwrap(
      await sweep({
        ...optionsFor("failing", parameters),
        reduce: { table: metricTable([]) },
        onProgress: (progress) => told.push(progress),
      }).result,
    );
    expect(swept.failures).toMatchObject([
      { index: 1, error: { code: "strategy-failed", message: expect.stringContaining("no such luck") } },
    ]);
    expect(told).toEqual([
      { finished: 1, failed: 0, total: 3 },
      { finished: 1, failed: 1, total: 3 },
      { finished: 2, failed: 1, total: 3 },
    ]);
  });

  it("is cancelled in under 200 ms though its strategies never return, and burns no more time", async () => {
    let cancelledAt = 0;
    const ends: Promise<unknown>[] = [];
    const hearStart = (started: Worker) => void ends.push(once(started, "exit"));
    process.on("worker", hearStart);
    const endless = sweep({
      ...optionsFor("hanging", parameterList([{ fault: 0 }, { fault: 0 }, { fault: 1 }, { fault: 1 }])),
      reduce: {},
      onProgress: ({ finished }) => {
        if (finished < 2) return;
        // Both threads have been given their endless run long before: it waited behind the first.
        cancelledAt = performance.now();
        endless.cancel();
      },
    });
    expect(await endless.result).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(performance.now() - cancelledAt).toBeLessThan(200);
    process.off("worker", hearStart);
    expect(ends).toHaveLength(2);
    // A thread that went on would never tell of its end.
    await Promise.all(ends);
  });

  it("is cancelled in the middle of a billion runs, which it never lists", async () => {
    const huge = grid({ lookback: { from: 1, to: 20, step: 1 }, top: { from: 0, to: 100, step: 0.000_002 } });
    expect(huge.count).toBe(1_000_000_020);
    let from = 0;
    const running = sweep({
      ...optionsFor("momentum", huge),
      reduce: { best: topRuns("sharpe", 3) },
      onProgress: ({ finished, total }) => {
        expect(total).toBe(huge.count);
        if (finished !== 10) return;
        from = performance.now();
        running.cancel();
      },
    });
    expect(await running.result).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(performance.now() - from).toBeLessThan(200);
  });

  it.each([
    ["a module that is not there", { module: "file:///nowhere.mjs", maker: "x" }, "strategy-failed"],
    ["a maker that is not there", { maker: "nobody" }, "bad-argument"],
  ])("fails by name for %s", async (_, recipe, code) => {
    const outcome = await sweep({
      ...optionsFor("", grid({ top: [1] })),
      recipe: writeRecipe({ module: thread.strategies, ...recipe }),
      reduce: {},
    }).result;
    expect(outcome).toMatchObject({ ok: false, error: { code } });
  });

  it("fails by name when no worker can begin", async () => {
    const outcome = await sweep({
      ...optionsFor("momentum", grid({ top: [1] })),
      spawn: spawnThreadWith({ script: join(thread.folder, "missing.mjs") }),
      reduce: {},
    }).result;
    expect(outcome).toMatchObject({ ok: false, error: { code: "worker-failed" } });
  });

  it("fails by name for a metric that does not exist", async () => {
    const outcome = await sweep({
      ...optionsFor("momentum", grid({ top: [10, 20] })),
      reduce: { best: topRuns("sharp", 1) },
    }).result;
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: "unknown-metric", message: expect.stringContaining("sharpe") },
    });
  });
});
