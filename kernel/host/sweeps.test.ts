import { expect, it } from "vitest";
import type { PoolWorker } from "../../engine/index.ts";
import { storeContract } from "../../store/contract/store-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { createCellRuntime } from "../cells/cell-runtime.ts";
import type { FromCellWorker } from "../cells/protocol.ts";
import { kernelContract } from "../contract/kernel-contract.ts";
import { createLanguage } from "../language/language.ts";
import { inProcess } from "./async-language.ts";
import type { CellWorkerHandle } from "./cell-worker-link.ts";
import { createKernelHost } from "./kernel-host.ts";
import { workerCount } from "./sweeps.ts";

/** A cell worker in this process and without its sandbox: only for what the host does. */
const spawnCellWorker = (): CellWorkerHandle => {
  let hear: (message: FromCellWorker) => void = () => {};
  const runtime = createCellRuntime(
    (message) => void Promise.resolve().then(() => hear(message)),
    (code) => {
      const names = Object.keys(runtime.globals);
      return new Function(...names, `return ${code}`)(...names.map((name) => runtime.globals[name]));
    },
    { begin: () => {} },
  );
  return {
    post: (message) => void Promise.resolve().then(() => runtime.receive(message)),
    onMessage: (listener) => {
      hear = listener;
      hear({ kind: "ready" });
    },
    onDeath: () => {},
    terminate: () => {},
  };
};

const emptyPanel = {
  panelId: "p",
  snapshotId: "s",
  universe: "U",
  markets: [],
  instruments: [],
  offsets: Int32Array.of(0),
  actions: {
    instrument: new Int32Array(),
    row: new Int32Array(),
    kind: new Uint8Array(),
    ratio: new Float64Array(),
    cash: new Float64Array(),
    payDate: new Int32Array(),
    other: new Int32Array(),
    costShare: new Float64Array(),
  },
  lateActions: {
    instrument: new Int32Array(),
    exRow: new Int32Array(),
    row: new Int32Array(),
    ratio: new Float64Array(),
    cash: new Float64Array(),
    payDate: new Int32Array(),
  },
  sharesSplitFactor: new Float64Array(),
  fx: [],
  columns: [{ name: "members", byteLength: 0 }],
};

const strategyCell = `const best = strategy({ name: "Best", universe: "U", decide: atClose("XNYS"), rebalance: "weekly",
  signal: ({ field }) => field.close.rank(), weights: ({ signal }) => signal.equal() });`;
const ask = `sweep(best, { from: "2020-01-01", to: "2020-12-31", capital: usd(1), costs: "none", parameters: [{}] })`;

/** A host whose store has an empty panel and whose sweeps' workers never answer. */
const start = () => {
  const [clientEnd, hostClient] = portPair();
  const [storeEnd, hostStore] = portPair();
  const absent = () => wireError("internal", "not in this test");
  serve(storeEnd, storeContract, {
    ...Object.fromEntries(Object.keys(storeContract.calls).map((name) => [name, absent])),
    "panel/open": () => wireOk(emptyPanel),
  } as never);
  let alive = 0;
  let spawned: () => void = () => {};
  const isSpawned = new Promise<void>((resolve) => {
    spawned = resolve;
  });
  const spawn = (): PoolWorker => {
    alive++;
    spawned();
    return { post: () => {}, onMessage: () => {}, onDeath: () => {}, terminate: () => void alive-- };
  };
  const host = createKernelHost({
    client: hostClient,
    store: hostStore,
    language: inProcess(createLanguage()),
    spawnCellWorker,
    sweepWorkers: { spawn, count: 2 },
    now: () => 0,
  });
  const client = connect(clientEnd, kernelContract);
  const run = async (...sources: string[]) => {
    const cells = sources.map((source, index) => ({
      id: `c${index}`,
      kind: "code" as const,
      source,
      attributes: [],
    }));
    await client.call("cells/update", { version: 1, asOf: null, cells });
    const answer = await client.call("cells/run", { cellIds: "all", restart: false });
    return answer.ok ? answer.value.statuses.map(({ state }) => state) : answer.error;
  };
  return { host, client, run, isSpawned, alive: () => alive };
};

it("ends a sweep that is stopped, with its workers, and keeps the definitions", async () => {
  const { host, client, run, isSpawned, alive } = start();
  const running = run(strategyCell, `await ${ask}`);
  await isSpawned;
  expect(alive()).toBe(1);
  expect(await client.call("run/stop", {})).toEqual({ ok: true, value: { statePreserved: true } });
  expect(await running).toEqual(["done", "stopped"]);
  expect(alive()).toBe(0);
  host.close();
});

it("ends a sweep that its cell did not wait for, with the cell", async () => {
  const { host, run, isSpawned, alive } = start();
  const wait =
    "for (let k = 0; k < 200; k++) await new Promise((done) => (globalThis as any).setTimeout(done, 1));";
  const running = run(strategyCell, `${ask}.catch(() => {}); ${wait}`);
  await isSpawned;
  expect(await running).toEqual(["done", "done"]);
  expect(alive()).toBe(0);
  host.close();
});

it("refuses a sweep that no cell worker would ask for", async () => {
  const { host, run, alive } = start();
  expect(await run("const rows = 1;", "await sweep(rows as any, { parameters: [{}] } as any)")).toEqual([
    "done",
    "failed",
  ]);
  expect(alive()).toBe(0);
  host.close();
});

it("takes a worker for each core, from one to eight", () => {
  expect([undefined, 0, 1, 4, 64].map(workerCount)).toEqual([2, 1, 1, 4, 8]);
});
