import { afterEach, describe, expect, it } from "vitest";
import type { Catalog } from "../../store/contract/catalog.ts";
import { PANEL_CHUNK_BYTES, type PanelHeader } from "../../store/contract/panel-request.ts";
import { storeContract } from "../../store/contract/store-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { type Port, portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { createCellRuntime } from "../cells/cell-runtime.ts";
import type { FromCellWorker } from "../cells/protocol.ts";
import type { Display } from "../contract/display.ts";
import { kernelContract } from "../contract/kernel-contract.ts";
import type { CellManifest } from "../contract/manifest.ts";
import { createLanguage } from "../language/language.ts";
import { inProcess } from "./async-language.ts";
import type { CellWorkerHandle, SetTimer } from "./cell-worker-link.ts";
import { createKernelHost, type KernelHost } from "./kernel-host.ts";
import { createPanelCache } from "./panel-cache.ts";

const catalog: Catalog = {
  snapshot: { name: "test", id: "s1", knownTo: Date.UTC(2024, 0, 2) * 1000, isSynthetic: true },
  markets: [],
  universes: [{ id: "SMALL", label: "Small", names: 1, mics: ["XNYS"] }],
  fields: [
    {
      name: "close",
      kind: "price",
      unit: "",
      description: "",
      coverage: 1,
      ageDays: 0,
      ttlDays: null,
      restatementRate: 0,
      newestKnownAt: null,
    },
  ],
  instruments: [],
  tables: [],
};

type StoreHandlers = Parameters<typeof serve<typeof storeContract>>[2];
const unanswered = Object.fromEntries(
  Object.keys(storeContract.calls).map((name) => [name, () => wireError("internal", "not in this test")]),
) as unknown as StoreHandlers;
const fakeStore = (port: Port, own: Partial<StoreHandlers> = {}) =>
  serve(port, storeContract, {
    ...unanswered,
    "store/catalog": () => wireOk(catalog),
    "store/health": () => wireOk({ path: "", sizeBytes: 0, duckdbVersion: "", isHealthy: true }),
    "panel/open": () => wireError("empty-range", "none"),
    "panel/read": () => wireError("unknown-panel", "none"),
    "panel/close": () => wireOk({}),
    "cross-section/read": ({ at }) =>
      wireOk({
        at,
        iid: ["i1"],
        name: ["One"],
        mic: ["XNYS"],
        currency: ["USD"],
        values: [{ field: "close", value: Float64Array.of(10), knownAt: Float64Array.of(at) }],
      }),
    "facts/history": () => wireOk({ rows: [] }),
    ...own,
  });

/** The transport of a worker, in this process and without its sandbox: only for what the host does. */
const spawnFakeWorker = (): CellWorkerHandle => {
  let hear: (message: FromCellWorker) => void = () => {};
  let isEnded = false;
  const runtime = createCellRuntime(
    (message) => {
      const sent = structuredClone(message);
      void Promise.resolve().then(() => isEnded || hear(sent));
    },
    (code) => {
      const names = Object.keys(runtime.globals);
      return new Function(...names, `return ${code}`)(...names.map((name) => runtime.globals[name]));
    },
    { begin: () => {} },
  );
  return {
    post: (message) => void Promise.resolve().then(() => isEnded || runtime.receive(message)),
    onMessage: (listener) => {
      hear = listener;
      hear({ kind: "ready" });
    },
    onDeath: () => {},
    terminate: () => {
      isEnded = true;
    },
  };
};

describe("the kernel host", () => {
  let host: KernelHost;
  afterEach(() => host.close());

  const start = (own: Partial<StoreHandlers> = {}, setTimer?: SetTimer) => {
    const [clientEnd, hostClient] = portPair();
    const [storeEnd, hostStore] = portPair();
    fakeStore(storeEnd, own);
    host = createKernelHost({
      client: hostClient,
      store: hostStore,
      language: inProcess(createLanguage()),
      spawnCellWorker: spawnFakeWorker,
      now: () => 0,
      isOpenable: true,
      ...(setTimer && { setTimer }),
    });
    const client = connect(clientEnd, kernelContract);
    const outputs = new Map<string, readonly Display[]>();
    client.on("cells/changed", (changed) => {
      for (const { cellId, outputs: shown } of changed.outputs) outputs.set(cellId, shown);
    });
    let version = 0;
    const update = (sources: readonly string[], asOf: number | null = null) =>
      client.call("cells/update", {
        version: ++version,
        asOf,
        cells: sources.map((source, index) => ({ id: `c${index}`, kind: "code", source, attributes: [] })),
      });
    const run = async (...cellIds: string[]) => {
      const answer = await client.call("cells/run", {
        cellIds: cellIds.length > 0 ? cellIds : "all",
        restart: false,
      });
      return answer.ok ? answer.value.statuses.map(({ state }) => state) : answer.error;
    };
    return { client, outputs, update, run, storeEnd };
  };
  const readClose =
    'const rows = await data.crossSection({ universe: "SMALL", fields: ["close"] });\nrows[0]!.close';

  it("[R1] reads the snapshot that the notebook names, by its id, and another makes the cells stale", async () => {
    const ids: Record<string, string> = { spring: "s-spring", autumn: "s-autumn" };
    const read: (string | null)[] = [];
    const { client, run } = start({
      "store/catalog": ({ snapshot }) => {
        const id = ids[snapshot ?? "autumn"];
        return id
          ? wireOk({ ...catalog, snapshot: { ...catalog.snapshot, id } })
          : wireError("unknown-snapshot", `There is no snapshot ${snapshot}.`);
      },
      "cross-section/read": ({ snapshot, at }) => {
        read.push(snapshot);
        return wireOk({ at, iid: [], name: [], mic: [], currency: [], values: [] });
      },
    });
    const notices: string[] = [];
    client.on("kernel/notice", ({ code }) => void notices.push(code));
    const states: string[] = [];
    client.on("cells/changed", ({ statuses }) => void states.push(...statuses.map(({ state }) => state)));
    const source = 'await data.crossSection({ universe: "SMALL", fields: ["close"] });';
    const update = (version: number, snapshot: string | null) =>
      client.call("cells/update", {
        version,
        snapshot,
        asOf: null,
        cells: [{ id: "c0", kind: "code", source, attributes: [] }],
      });
    await update(1, "spring");
    expect(await run()).toEqual(["done"]);
    await update(2, "autumn");
    await client.call("types/declarations", {});
    expect(states.at(-1)).toBe("stale");
    expect(await run()).toEqual(["done"]);
    await update(3, "winter");
    await client.call("types/declarations", {});
    expect([read, notices]).toEqual([["s-spring", "s-autumn"], ["unknown-snapshot"]]);
  });

  it("reads the store for a cell", async () => {
    const { outputs, update, run } = start();
    await update([readClose]);
    expect(await run()).toEqual(["done"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "value", value: { preview: "10" } }]);
  });
  it("[R1] never asks the store for anything after the notebook's as-of instant", async () => {
    const asked: number[] = [];
    const asOf = Date.UTC(2020, 0, 1) * 1000;
    const { update, run } = start({
      "cross-section/read": ({ at }) => {
        asked.push(at);
        return wireError("unknown-universe", "none");
      },
    });
    await update(
      ['await data.crossSection({ universe: "SMALL", fields: ["close"], at: "2023-01-01" })'],
      asOf,
    );
    expect(await run()).toEqual(["failed"]);
    expect(asked).toEqual([asOf]);
  });
  it("fails the cell clearly when the store dies during its run, and runs it with the next store", async () => {
    let begun: () => void = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { outputs, update, run, storeEnd } = start({
      "cross-section/read": () => {
        begun();
        return new Promise(() => {});
      },
    });
    await update([readClose]);
    const running = run();
    await hasBegun;
    storeEnd.close();
    expect(await running).toEqual(["failed"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "error", error: { code: "store-gone" } }]);
    const [nextStore, hostEnd] = portPair();
    fakeStore(nextStore);
    host.replaceStore(hostEnd);
    expect(await run()).toEqual(["done"]);
  });
  it("M7: tells of each cell that ended what made its outputs, as the notebook was when it began", async () => {
    const asOf = Date.UTC(2020, 0, 1) * 1000;
    const { client, update, run } = start();
    const told: CellManifest[] = [];
    client.on("cell/manifest", ({ manifest }) => void told.push(manifest));
    const sources = ["const a = Math.max(1, 2);", "a + 1", 'throw new Error("no");'];
    await update(sources, asOf);
    expect(await run()).toEqual(["done", "done", "failed"]);
    expect(told).toMatchObject([
      { cellId: "c0", state: "done", needs: [], snapshotId: "s1", asOf, outputs: [] },
      { cellId: "c1", state: "done", needs: ["c0"], snapshotId: "s1", asOf, outputs: [{ kind: "value" }] },
      { cellId: "c2", state: "failed", outputs: [{ kind: "error" }] },
    ]);
    const [first, second] = told.splice(0);
    await update(["const a = Math.max(1, 3);", "a + 1"], asOf);
    await run();
    const [firstAgain, secondAgain] = told.splice(0);
    expect(firstAgain!.codeHash).not.toBe(first!.codeHash);
    // Its own code is the same; what it needs is not, and so its seed is not.
    expect(secondAgain!.codeHash).toBe(second!.codeHash);
    expect(secondAgain!.closureHash).not.toBe(second!.closureHash);
    expect(secondAgain!.seed).not.toBe(second!.seed);
    // Another instant is another input of the same code.
    await update(["const a = Math.max(1, 2);", "a + 1"], null);
    await run();
    expect(told[1]).toMatchObject({
      codeHash: second!.codeHash,
      closureHash: second!.closureHash,
      asOf: null,
    });
  });
  it("M7: the values chosen for inputs stand in the manifest of their cell, apart from its code", async () => {
    const { client } = start();
    const told: CellManifest[] = [];
    client.on("cell/manifest", ({ manifest }) => void told.push(manifest));
    const source = 'const top = input.slider("top", { min: 1, max: 9, step: 1, value: 5 });';
    const runWith = async (version: number, attributes: [string, string][]) => {
      const cells = [{ id: "c0", kind: "code" as const, source, attributes }];
      await client.call("cells/update", { version, asOf: null, cells });
      await client.call("cells/run", { cellIds: "all", restart: false });
      return told.at(-1)!;
    };
    const plain = await runWith(1, []);
    const chosen = await runWith(2, [["input.top", "7"]]);
    expect([plain.inputs, chosen.inputs]).toEqual([{}, { top: "7" }]);
    expect(chosen.codeHash).toBe(plain.codeHash);
    expect(chosen.closureHash).not.toBe(plain.closureHash);
  });
  it("G5: a let is read as it stands when its cell ends, whatever its functions assign later", async () => {
    const { client, outputs, update, run } = start();
    const cells = ["let n = 1; n++; const inc = () => ++n;", "inc(); inc()", "n"];
    await update(cells);
    expect(await run()).toEqual(["done", "done", "done"]);
    await run("c1");
    await run("c2");
    expect(outputs.get("c2")).toMatchObject([{ kind: "value", value: { preview: "2" } }]);
    expect(outputs.get("c1")).toMatchObject([{ kind: "value", value: { preview: "6" } }]);
    const analysis = await client.call("cells/update", {
      version: 9,
      asOf: null,
      cells: cells.map((source, k) => ({ id: `c${k}`, kind: "code" as const, source, attributes: [] })),
    });
    expect(analysis.ok && analysis.value.diagnostics).toMatchObject([
      { cellId: "c0", severity: "warning", code: "late-assignment", column: 37 },
    ]);
  });
  it("G7: light cells rerun with what they need; a heavy one waits for its click", async () => {
    const { outputs, update, run } = start();
    const cells = (n: number) => [`const n = ${n};`, "n + 1", "const backtest_ = backtest; n + 2"];
    await update(cells(1));
    expect(await run()).toEqual(["done", "done", "done"]);
    await update(cells(2));
    expect(await run("c0")).toEqual(["done", "done", "stale"]);
    expect(outputs.get("c1")).toMatchObject([{ kind: "value", value: { preview: "3" } }]);
    expect(await run("c2")).toEqual(["done", "done", "done"]);
  });
  it("G10: a notebook of the folder is run for what is imported from it, and what it says and its failure stand at the import", async () => {
    const { client, outputs, run } = start();
    const statuses = new Set<string>();
    const lines: string[] = [];
    client.on("cells/changed", (changed) => {
      for (const { cellId } of [...changed.outputs, ...changed.statuses]) statuses.add(cellId);
    });
    client.on("cell/console", ({ cellId, text }) => void lines.push(`${cellId} ${text}`));
    const text = (body: string) =>
      `// ---\n// asof: 1\n// ---\n\n// %% id=a\nconst scale = 20; console.log("said");\n\n// %% id=b\n${body}\n`;
    const update = (version: number, body: string | null) =>
      client.call("cells/update", {
        version,
        asOf: null,
        cells: [
          {
            id: "c0",
            kind: "code",
            source: 'import { factor as f } from "./base.nb.ts";\nf(1)',
            attributes: [],
          },
          { id: "c1", kind: "code", source: "const scale = f(1) + 1; scale", attributes: [] },
        ],
        notebooks: body === null ? [] : [{ name: "base.nb.ts", text: text(body) }],
      });
    const named = await update(1, null);
    expect(named.ok && named.value.imports).toEqual(["base.nb.ts"]);
    expect(await run()).toEqual(["failed", "blocked"]);
    await update(2, "const factor = (x: number) => scale + x;");
    expect(await run()).toEqual(["done", "done"]);
    expect(outputs.get("c1")).toMatchObject([{ kind: "value", value: { preview: "22" } }]);
    await update(3, "const factor = (x: number) => scale + x;\n throw new RangeError('no');");
    expect(await run()).toEqual(["blocked", "blocked"]);
    expect(outputs.get("c0")).toMatchObject([
      {
        kind: "error",
        error: {
          code: "import-failed",
          message: expect.stringMatching(/^base\.nb\.ts.*: no$/),
          line: 1,
          column: 10,
        },
      },
    ]);
    expect([...statuses]).toEqual(["c0", "c1"]);
    expect(new Set(lines)).toEqual(new Set(["c0 base.nb.ts: said"]));
  });
  it.each([
    ["one message", false, ["c0 shows, c0 done, c1 queued"], ["c1 shows, c1 done"]],
    [
      "two messages when it lasts",
      true,
      ["c0 running, c1 queued", "c0 shows, c0 done"],
      ["c1 running", "c1 shows, c1 done"],
    ],
  ])("G15: tells of a run in %s, and of what is kept about it behind", async (_, lasts, first, second) => {
    const { client, update, run } = start({}, (action) => {
      if (lasts) queueMicrotask(action);
      return () => {};
    });
    await update(["const a = 1;", "a + 1"]);
    const heard: string[] = [];
    client.on("cells/changed", ({ outputs, statuses }) => {
      const shown = outputs.map(({ cellId }) => `${cellId} shows`);
      heard.push([...shown, ...statuses.map(({ cellId, state }) => `${cellId} ${state}`)].join(", "));
    });
    client.on("cell/manifest", ({ manifest }) => void heard.push(`${manifest.cellId} manifest`));
    client.on("variables/changed", () => void heard.push("variables"));
    await run("c1");
    // Before the run: the snapshot became known, and with it what the cells' inputs are.
    expect(heard.filter((line) => line !== "c0 idle, c1 idle")).toEqual([
      ...first,
      "c0 manifest",
      "variables",
      ...second,
      "c1 manifest",
      "variables",
    ]);
  });
  it("G6: an edit makes stale, and its undoing whole", async () => {
    const { client, update, run } = start();
    const seen = new Map<string, string>();
    client.on("cells/changed", ({ statuses }) => {
      for (const { cellId, state } of statuses) seen.set(cellId, state);
    });
    await update(["const a = 1;", "a + 1"]);
    expect(await run()).toEqual(["done", "done"]);
    await update(["const a = 2;", "a + 1"]);
    expect(Object.fromEntries(seen)).toEqual({ c0: "stale", c1: "stale" });
    await update(["const a = 1;", "a + 1"]);
    expect(Object.fromEntries(seen)).toEqual({ c0: "done", c1: "done" });
  });
  it("runs nothing of a cell that does not check, nor of what needs it, and says why", async () => {
    const { outputs, update, run } = start();
    await update(["const a: string = 1;", "a", "3"]);
    expect(await run()).toEqual(["failed", "blocked", "done"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "error", error: { code: "ts2322", line: 1 } }]);
  });
  it.each([
    ["throw new Proxy({}, { getPrototypeOf() { throw 1; } });", "cell-threw"],
    ["throw { toString() { throw 1; } };", "cell-threw"],
    ["throw Object.defineProperty(new Error(), 'message', { get() { throw 1; } });", "cell-threw"],
    ["chart.line([1], { a: [1] }, { unit: (() => 1) as any });", "bad-output"],
    [
      "data.universe('SMALL');\nmd('a');\nchart.bar([1], { a: [1] }, { unit: Symbol() as any });",
      "bad-output",
    ],
  ])("ends the run of a cell that lies: %s", async (source, code) => {
    const { outputs, update, run } = start();
    await update([source]);
    expect(await run()).toEqual(["failed"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "error", error: { code } }]);
  });
  it("makes a text of whatever is given as a title", async () => {
    const { outputs, update, run } = start();
    await update(["table([{ a: 1 }], { title: (() => 1) as any });"]);
    expect(await run()).toEqual(["done"]);
    expect(outputs.get("c0")).toMatchObject([{ kind: "table", table: { title: "() => 1" } }]);
  });
  it("O15: a value is there to be opened until its cell runs again, is deleted, or the kernel restarts", async () => {
    const { client, outputs, update, run } = start();
    const parts = async (cellId: string) => {
      const [shown] = outputs.get(cellId)!;
      if (shown?.kind !== "value") throw new Error(JSON.stringify(shown));
      const node = shown.value.children![0]!.node!;
      const answer = await client.call("value/parts", { keptAs: shown.keptAs!, node });
      return answer.ok ? answer.value.parts.map(({ preview }) => preview) : answer.error.code;
    };
    const sources = ["({ a: { b: { c: 1 } } })", "[[2, 3]]"];
    await update(sources);
    await run();
    expect([await parts("c0"), await parts("c1")]).toEqual([["{c: 1}"], ["2", "3"]]);
    const before = new Map(outputs);
    await run("c0");
    const after = new Map(outputs);
    outputs.set("c0", before.get("c0")!);
    expect([await parts("c0"), await parts("c1")]).toEqual(["value-gone", ["2", "3"]]);
    outputs.set("c0", after.get("c0")!);
    expect(await parts("c0")).toEqual(["{c: 1}"]);
    await update(sources.slice(0, 1));
    expect([await parts("c0"), await parts("c1")]).toEqual([["{c: 1}"], "value-gone"]);
    await client.call("cells/run", { cellIds: [], restart: true });
    expect(await parts("c0")).toBe("value-gone");
  });

  it("O15: a value's lines and the hash of what lies deeper count, the names it is asked for by do not", async () => {
    const { client, update, run } = start();
    const hashes: string[] = [];
    client.on("cell/manifest", ({ manifest }) => void hashes.push(manifest.outputs[0]!.hash));
    for (const source of [
      "({ a: { b: { c: 1 } } })",
      "({ a: { b: { c: 1 } } }) ",
      "({ a: { b: { c: 2 } } })",
    ]) {
      await update([source]);
      await run();
    }
    const [first, again, other] = hashes;
    expect([first === again, first === other]).toEqual([true, false]);
    const deep = (last: number) => `({ a: { b: { c: { d: ${last} } } } })`;
    for (const last of [1, 2]) {
      await update([deep(last)]);
      await run();
    }
    expect(hashes[3]).not.toBe(hashes[4]);
  });

  it("begins afresh on restart", async () => {
    const { client, update, run } = start();
    await update(["1", "2"]);
    await run();
    const answer = await client.call("cells/run", { cellIds: ["c0"], restart: true });
    expect(answer.ok && answer.value.statuses.map(({ state }) => state)).toEqual(["done", "idle"]);
  });
});

describe("the panel cache", () => {
  it("reads columns in chunks, three at a time, into shared memory, once", async () => {
    const byteLength = 3 * PANEL_CHUNK_BYTES + 8;
    const header: PanelHeader = {
      panelId: "p",
      snapshotId: "s",
      universe: "u",
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
      groups: {},
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
      columns: [{ name: "close", byteLength }],
    };
    const [storeEnd, clientEnd] = portPair();
    let opened = 0;
    let inFlight = 0;
    let most = 0;
    fakeStore(storeEnd, {
      "panel/open": () => {
        opened++;
        return wireOk(header);
      },
      "panel/read": async ({ byteOffset, byteLength: length }) => {
        most = Math.max(most, ++inFlight);
        await Promise.resolve();
        inFlight--;
        return wireOk(new Uint8Array(length).fill(1 + byteOffset / PANEL_CHUNK_BYTES));
      },
    });
    const cache = createPanelCache();
    const store = connect(clientEnd, storeContract);
    const request = {
      universe: "u",
      fields: [],
      from: 0,
      to: 1,
      warmUpSessions: 0,
      decision: { kind: "close" as const, delayMinutes: 0 },
      asOf: null,
    };
    const loaded = await cache.load(store, request, () => {});
    await cache.load(store, request, () => {});
    expect([opened, most]).toEqual([1, 3]);
    const bytes = loaded.ok ? new Uint8Array(loaded.value.columns[0]!) : new Uint8Array();
    expect([bytes.length, bytes[0], bytes[PANEL_CHUNK_BYTES], bytes.at(-1)]).toEqual([byteLength, 1, 2, 4]);
  });
});
