import * as engine from "../../../engine/index.ts";
import {
  costModels,
  defineStrategy,
  equalWeighted,
  grid,
  type LoadStrategy,
  metricTable,
  parameterList,
  serveSweep,
  sweep,
  topRuns,
} from "../../../engine/index.ts";
import { createWorld, worldConfig } from "../../../engine/testing/world.ts";
import { spawnPoolWorkerWith } from "../spawn-pool-worker.ts";
import type { StrategyRecipe } from "../strategy-recipe.ts";

/**
 * What the window's test runs in the kernel's own page, and in Node for comparison. The cells are as the compiler
 * writes them.
 */
const cell = (name: string, body: string): string =>
  `(function(__inputs,__define){"use strict";return (async function(){__define({${name}:()=>${name}});${body}}).call(undefined)})`;

const common = `universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly"`;
const momentum = `const best = strategy({ name: "Best", ${common},
  params: { lookback: param.int(3), top: param.percent(50) },
  signal: ({ field, p }) => field.totalReturn.returns(p.lookback).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal() });`;
const endless = `const best = strategy({ name: "Endless", ${common}, params: { fault: param.int(0) },
  signal: ({ field, p }) => { if (p.fault) for (;;); return field.close.returns(1); },
  weights: ({ signal }) => signal.top(50).equal() });`;
const escaping = `globalThis.count = 1; const best = 1;`;

const recipeOf = (body: string): string => {
  const steps = [{ cellId: "c0", code: cell("best", body), reads: [], seed: 1 }];
  const recipe: StrategyRecipe = { name: "best", steps, fingerprint: null, clockMs: 0, names: null };
  return JSON.stringify(recipe);
};

const commonOptions = () => ({
  panel: createWorld({ seed: 11, instruments: 8, sessions: 40, hasActions: true, hasGaps: true }),
  config: worldConfig(costModels.institutional),
});
const swept = (body: string, workers: number) => ({
  ...commonOptions(),
  workers,
  recipe: recipeOf(body),
  spawn: spawnPoolWorkerWith(() => new Worker("./pool-worker.js", { name: "pool" })),
});
const measured = {
  parameters: grid({ lookback: [1, 2, 3, 5], top: [20, 50, 100] }),
  reduce: {
    best: topRuns("sharpe", 5),
    table: metricTable(["sharpe", "cagr", "maxDrawdown"]),
    together: equalWeighted(),
  },
};

/** The sweep on Web Workers, as text with every bit of every number. */
export const onWebWorkers = async (workers: number): Promise<string> =>
  bitsOf(await sweep({ ...swept(momentum, workers), ...measured }).result);

/** The same strategy in this thread, by the same pool: what the workers must equal. */
export const inThisThread = async (): Promise<string> => {
  const load: LoadStrategy = async () =>
    defineStrategy({
      name: "Best",
      universe: "WORLD",
      decide: engine.atClose("XNYS"),
      rebalance: "weekly",
      params: { lookback: engine.param.int(3), top: engine.param.percent(50) },
      signal: ({ field, p }) => field.totalReturn!.returns(p.lookback).rank(),
      weights: ({ signal, p }) => signal.top(p.top).equal(),
    });
  const spawn: engine.SpawnPoolWorker = () => {
    let hear: (message: engine.FromPoolWorker) => void = () => {};
    const receive = serveSweep((message) => hear(message), load);
    return {
      post: receive,
      onMessage: (listener) => {
        hear = listener;
      },
      onDeath: () => {},
      terminate: () => {},
    };
  };
  return bitsOf(await sweep({ ...commonOptions(), workers: 1, recipe: "", spawn, ...measured }).result);
};

/** How long a cancelled sweep of endless loops takes to say so, in milliseconds, and what it says. */
export const cancelEndless = async (): Promise<{ code: string; milliseconds: number }> => {
  let from = 0;
  const running = sweep({
    ...swept(endless, 2),
    parameters: parameterList([{ fault: 0 }, { fault: 0 }, { fault: 1 }, { fault: 1 }]),
    reduce: {},
    onProgress: ({ finished }) => {
      if (finished < 2) return;
      from = performance.now();
      running.cancel();
    },
  });
  const result = await running.result;
  return { code: result.ok ? "done" : result.error.code, milliseconds: performance.now() - from };
};

/** What comes of a strategy that would leave something behind for the next run. */
export const leaveSomething = async (): Promise<string> => {
  const result = await sweep({ ...swept(escaping, 1), parameters: grid({}), reduce: {} }).result;
  return result.ok ? "done" : result.error.message;
};

const bitsOf = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    ArrayBuffer.isView(part)
      ? Array.from(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
      : part,
  );
