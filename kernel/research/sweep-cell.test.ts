import { beforeAll, describe, expect, it } from "vitest";
import { summariseRun } from "../../engine/index.ts";
import type { Display } from "../contract/display.ts";
import { createSweeps } from "../host/sweeps.ts";
import { sweptMetrics } from "./sweep-cell.ts";
import { type RanNotebook, runNotebook, spawnInThread } from "./testing/run-notebook.ts";

const momentum = `const best = strategy({
  name: "Best", universe: data.universe("WORLD"), decide: atClose("XNYS"), rebalance: "weekly",
  params: { lookback: param.int(3, { min: 1, max: 50 }), top: param.percent(50) },
  signal: ({ field, p }) => field.totalReturn.returns(p.lookback).rank(),
  weights: ({ signal, p }) => signal.top(p.top).equal(),
});`;
const given = `from: "2020-01-06", to: "2020-03-20", capital: usd(1_000_000), costs: "retail"`;
const swept = `const swept = await sweep(best, { ${given}, parameters: grid({ lookback: [1, 20, 5], top: [20, 50] }) });`;

/** The last value of the last cell, or its error. */
const lastOf = ({ faults, done }: RanNotebook): unknown => {
  if (faults.length > 0) return faults;
  const { error, outputs } = done.at(-1)!;
  const shown = outputs.at(-1);
  return error ? `${error.code}: ${error.message}` : shown?.kind === "value" ? shown.value.preview : shown;
};
const run = async (...sources: string[]) => lastOf(await runNotebook([momentum, ...sources]));

describe("a sweep in a cell", () => {
  let ran: RanNotebook;
  let outputs: readonly Display[];
  beforeAll(async () => {
    ran = await runNotebook([
      momentum,
      swept,
      "swept",
      "table(swept.best('sharpe', { count: 2 }).map(({ parameters }) => parameters))",
    ]);
    outputs = ran.done[2]!.outputs;
  });

  it("is well typed, and shows a map of its two parameters and a table of its runs", () => {
    expect(ran.faults).toEqual([]);
    expect(outputs).toMatchObject([
      {
        kind: "heat-map",
        heatMap: {
          title: "Best: sharpe",
          x: { label: "top", values: ["20", "50"] },
          y: { label: "lookback", values: ["1", "5", "20"] },
        },
      },
      { kind: "table", table: { rowCount: 6 } },
    ]);
  });

  it("says how far it has come", () => {
    expect(ran.progress.at(-1)).toEqual([1, "6 / 6"]);
    expect(ran.progress.filter(([, label]) => label.endsWith("/ 6"))).toHaveLength(6);
  });

  it("gives each run the figures and returns that a backtest with its parameters has, to the last bit", async () => {
    const compare = `const different: string[] = [];
for (let k = 0; k < swept.length; k++) {
  const { parameters, metrics: own } = swept.run(k);
  const alone = await backtest(best, { ${given}, params: parameters });
  for (const [name, value] of Object.entries(metrics(alone)))
    if (!Object.is(value ?? NaN, own[name as MetricName])) different.push(name);
  if (String(analytics.returns(alone)) !== String(swept.returns(k))) different.push("returns");
  if (String(alone.dates.slice(1)) !== String(swept.dates)) different.push("dates");
}
[swept.length, ...different].join();`;
    expect(await run(swept, compare)).toBe('"6"');
  });

  it("[P11] gives the same hash with one worker and with three", async () => {
    const hashes = [];
    for (const count of [1, 3])
      hashes.push(
        lastOf(
          await runNotebook([momentum, swept, "swept.hash"], createSweeps({ spawn: spawnInThread, count })),
        ),
      );
    expect(hashes[0]).toMatch(/^"[0-9a-f]{64}"$/);
    expect(hashes[0]).toBe(hashes[1]);
  });

  it("orders its best runs, and takes quantiles and the mean account of all", async () => {
    const questions = `const sharpes = Array.from(swept.metrics.sharpe).sort((a, b) => b - a);
const [first, second] = swept.best("sharpe", { count: 2 });
const mean = swept.equalWeighted()[4] ?? NaN;
let sum = 0;
for (let k = 0; k < swept.length; k++) sum += swept.returns(k)[4] ?? NaN;
[first?.metrics.sharpe === sharpes[0], second?.metrics.sharpe === sharpes[1],
 swept.best("sharpe", { count: 1, lowest: true })[0]?.metrics.sharpe === sharpes.at(-1),
 swept.quantiles("sharpe", [0, 1])[1] === sharpes[0], mean === sum / swept.length,
 [...swept].length === swept.length].join();`;
    expect(await run(swept, questions)).toBe('"true,true,true,true,true,true"');
  });

  it("counts and names runs that fail, and goes on", async () => {
    const some = `await sweep(best, { ${given}, parameters: [{ lookback: 3 }, { lookback: 99 }, { lookback: 4 }] })`;
    expect(
      await run(`const some = ${some};\n[some.length, some.failed, some.failures[0]?.message].join()`),
    ).toContain('"2,1,');
  });

  it("takes a random search, and a generator", async () => {
    const random = "randomSearch({ lookback: { from: 1, to: 9, step: 1 } }, { count: 4, seed: 7 })";
    const rows = "(function* () { for (const lookback of [2, 4]) yield { lookback }; })()";
    for (const [parameters, length] of [
      [random, "4"],
      [rows, "2"],
    ])
      expect(await run(`(await sweep(best, { ${given}, parameters: ${parameters} })).length`)).toBe(length);
  });

  it("finds a strategy that its own cell defines", async () => {
    const own = momentum.replaceAll("best", "own");
    expect(await run(`${own}\n(await sweep(own, { ${given}, parameters: [{ lookback: 3 }] })).length`)).toBe(
      "1",
    );
  });

  it.each([
    ["a strategy without a name", `sweep({ ...best }, { ${given}, parameters: [{}] })`, "it needs a name"],
    ["no parameters", `sweep(best, { ${given}, parameters: [] })`, "no parameters"],
    ["params", `sweep(best, { ${given}, params: {}, parameters: [{}] } as any)`, "`parameters`"],
    [
      "too many runs",
      `sweep(best, { ${given}, parameters: grid({ lookback: { from: 1, to: 30_000, step: 1 } }) })`,
      "at most 20000 runs",
    ],
    [
      "a parameter the strategy does not have",
      `sweep(best, { ${given}, parameters: grid({ lookbak: [1] }) })`,
      "lookbak",
    ],
    ["an option that is none", `sweep(best, { ${given}, parameters: [{}], fillat: 1 } as any)`, "fillAt"],
    [
      "a map of one parameter",
      `sweep(best, { ${given}, parameters: grid({ lookback: [1, 2] }) }).then((one) => sweepMap(one))`,
      "two parameters",
    ],
    [
      "returns that were not kept",
      `sweep(best, { ${given}, keepReturns: false, parameters: [{}] }).then((one) => one.returns(0))`,
      "not kept",
    ],
  ])("refuses %s", async (_, source, message) => {
    expect(await run(`await ${source}`)).toContain(message);
  });

  it("refuses a strategy that is another one when its cells run again", async () => {
    const changing = `${momentum.replace("const best", "let second")}
second = strategy({ name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  signal: ({ field }) => field.close.rank(), weights: ({ signal }) => signal.top(20).equal() });
const first = await sweep(second, { ${given}, parameters: [{}] });
second = strategy({ name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  signal: ({ field }) => field.open.rank(), weights: ({ signal }) => signal.top(20).equal() });
await sweep(second, { ${given}, parameters: [{}] });`;
    expect(lastOf(await runNotebook([changing]))).toContain("is another strategy when its cells run again");
  });

  it("ends when it is cancelled", async () => {
    const sweeps = createSweeps({ spawn: spawnInThread, count: 1 });
    const running = runNotebook([momentum, swept], {
      ...sweeps,
      run: (input, context) => sweeps.run(input, { ...context, onProgress: () => sweeps.cancel() }),
    });
    expect(lastOf(await running)).toContain("cancelled");
  });

  it("says on its map and table when orders fill at the close that decided them", async () => {
    const unsafe = swept.replace("costs:", 'fillAt: "same-bar-close", costs:');
    const { done } = await runNotebook([momentum, unsafe, "sweepMap(swept, { title: 'Mine' });\nswept"]);
    const titles = done[2]!.outputs.map((shown) =>
      shown.kind === "heat-map" ? shown.heatMap.title : shown.kind === "table" ? shown.table.title : "",
    );
    expect(titles).toHaveLength(3);
    for (const title of titles) expect(title).toContain("unsafe: orders fill at the close that decided them");
  });

  it("runs sweeps one after the other, and ends those that wait as well", async () => {
    const both = `const ask = () => sweep(best, { ${given}, parameters: [{ lookback: 2 }, { lookback: 3 }] });
(await Promise.allSettled([ask(), ask(), ask()])).map(({ status }) => status).join()`;
    let workers = 0;
    let most = 0;
    const spawn = () => {
      const worker = spawnInThread();
      most = Math.max(most, ++workers);
      return { ...worker, terminate: () => void workers-- };
    };
    expect(lastOf(await runNotebook([momentum, both], createSweeps({ spawn, count: 2 })))).toBe(
      '"fulfilled,fulfilled,fulfilled"',
    );
    expect([most, workers]).toEqual([2, 0]);
    const sweeps = createSweeps({ spawn, count: 2 });
    const stopping = runNotebook([momentum, both], {
      ...sweeps,
      run: (input, context) => sweeps.run(input, { ...context, onProgress: () => sweeps.cancel() }),
    });
    expect(lastOf(await stopping)).toBe('"rejected,rejected,rejected"');
    expect([most, workers]).toEqual([2, 0]);
  });

  it("has every metric of a tear sheet", () => {
    const run = {
      dates: Int32Array.of(0, 1),
      navMinor: Float64Array.of(100, 101),
      benchmark: Float64Array.of(1, 1.01),
      grossExposure: Float64Array.of(0, 1),
      fills: { at: Float64Array.of(1), valueMinor: Float64Array.of(50) },
      costsMinor: { commission: 1, slippage: 0, tax: 0 },
    } as unknown as Parameters<typeof summariseRun>[0];
    expect([...sweptMetrics].sort()).toEqual(
      summariseRun(run)
        .metrics.map(({ key }) => key)
        .sort(),
    );
  });
});

describe("crossovers in a cell", () => {
  it("sweeps every pair whose slow window is longer, and shows a map and a table", async () => {
    const source = `const crossed = await sweepCrossovers({ universe: "WORLD", instrument: "I000", from: "2020-01-06",
  to: "2020-03-20", fast: [2, 5], slow: [5, 10], feeBps: 5 });`;
    const found = await runNotebook([source, "crossed", "[crossed.length, ...crossed.slow].join()"]);
    expect(lastOf(found)).toBe('"3,5,10,10"');
    expect(found.done[1]!.outputs.map(({ kind }) => kind)).toEqual(["heat-map", "table"]);
  });
  it("names an instrument that is not there", async () => {
    expect(
      await run(
        'await sweepCrossovers({ universe: "WORLD", instrument: "NONE", from: "2020-01-06", to: "2020-03-20", fast: [2], slow: [5] })',
      ),
    ).toContain('no instrument "NONE"');
  });
});
