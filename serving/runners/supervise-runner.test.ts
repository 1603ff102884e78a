import { afterAll, beforeAll, expect, it } from "vitest";
import { type Runner, startRunner } from "../../bundle/runner/start-runner.ts";
import { sliceNotebook } from "../../bundle/slice/slice-notebook.ts";
import { writeRunnerScript } from "../../bundle/testing/runner-script.ts";
import { type RunnerDeath, type SupervisedRunner, superviseRunner } from "./supervise-runner.ts";

/** Longer than anything but a loop takes, on a machine that has other work. */
const PATIENCE_MS = 60_000;
const LITTLE_PATIENCE_MS = 3_000;
const MEGABYTE = 1024 * 1024;

let script: Awaited<ReturnType<typeof writeRunnerScript>>;
const started: Runner[] = [];
const supervised: SupervisedRunner[] = [];
beforeAll(async () => {
  script = await writeRunnerScript();
});
afterAll(() => {
  for (const runner of supervised) runner.end();
  for (const runner of started) runner.end();
  script.remove();
});

/** A definition whose cell begins with something. */
const cellsOf = (before: string) => {
  const source = `${before}
const best = strategy({ name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "daily",
  signal: ({ field }) => field.close.returns(2), weights: ({ signal }) => signal.top(50).equal() });`;
  const sliced = sliceNotebook([{ id: "c0", kind: "code", source, attributes: [] }], [], "best");
  if (!sliced.ok) throw new Error(JSON.stringify(sliced.refusals));
  return [...sliced.slice.cells];
};

const supervise = (before: string, patienceMs = PATIENCE_MS) => {
  const deaths: RunnerDeath[] = [];
  const starts: Runner[] = [];
  const runner = superviseRunner({
    start: () => {
      const process = startRunner(script.script, {
        dataBytes: 2_048 * MEGABYTE,
        frameBytes: 8 * MEGABYTE,
        yielding: "nice",
      });
      started.push(process);
      starts.push(process);
      return process;
    },
    prepare: (client) =>
      client.call("definition/load", {
        variable: "best",
        cells: cellsOf(before),
        clock: 0,
        fields: [],
        parameters: {},
      }),
    patienceMs,
    backoffMs: () => 1,
    onDeath: (death) => deaths.push(death),
  });
  supervised.push(runner);
  const ask = () => runner.ask((client) => client.call("panel/drop", { id: "none" }));
  return { ask, deaths, starts, runner };
};

it("V26: a runner that does not come back is ended at its time and replaced", async () => {
  const { ask, deaths, starts } = supervise("for (;;) {}", LITTLE_PATIENCE_MS);
  for (let k = 0; k < 2; k++)
    expect(await ask()).toMatchObject({ ok: false, error: { code: "runner-ended" } });
  expect(deaths.map(({ limit }) => limit)).toEqual(["time", "time"]);
  expect(starts.length).toBe(2);
});

it("V26: memory is bounded, buffers included", async () => {
  const buffers = supervise("const kept = []; for (;;) kept.push(new Uint8Array(50_000_000).fill(1));");
  expect(await buffers.ask()).toMatchObject({ ok: false });
  const objects = supervise("const kept = []; for (let k = 0; ; k++) kept.push({ k, text: 'x' + k });");
  expect(await objects.ask()).toMatchObject({ ok: false, error: { code: "runner-ended" } });
  expect(["memory", "time"]).toContain(objects.deaths[0]!.limit);
});

it("V26: who says too much is ended", async () => {
  const { ask, deaths } = supervise("throw new Error('x'.repeat(20_000_000));");
  expect(await ask()).toMatchObject({ ok: false, error: { code: "runner-ended" } });
  expect(deaths.map(({ limit }) => limit)).toEqual(["output"]);
});

it("V26: files, network and other processes are out of reach", async () => {
  const doors = [
    "Deno",
    "fetch",
    "WebSocket",
    "Worker",
    "XMLHttpRequest",
    "process",
    "require",
    "postMessage",
  ];
  const found = `const open = ${JSON.stringify(doors)}.filter((name) => { try { return typeof (0, eval)(name) !== "undefined"; } catch { return false; } });
if (open.length > 0) throw new Error("open: " + open);`;
  const { ask, deaths } = supervise(found);
  expect([await ask(), deaths]).toEqual([{ ok: true, value: {} }, []]);
});

it("V26: a runner that is killed from outside is noticed and replaced", async () => {
  const { ask, deaths, starts, runner } = supervise("");
  expect(await ask()).toMatchObject({ ok: true });
  starts[0]!.end();
  await expect.poll(() => deaths.length).toBe(1);
  expect(await ask()).toMatchObject({ ok: true });
  expect(starts.length).toBe(2);
  runner.end();
  expect(await ask()).toMatchObject({ ok: false });
});
