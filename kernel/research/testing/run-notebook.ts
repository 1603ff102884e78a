import { type FromPoolWorker, type Panel, type SpawnPoolWorker, serveSweep } from "../../../engine/index.ts";
import { createWorld } from "../../../engine/testing/world.ts";
import type { WireResult } from "../../../wire/contract.ts";
import { createCellRuntime } from "../../cells/cell-runtime.ts";
import type { FromCellWorker } from "../../cells/protocol.ts";
import type { LoadedPanel } from "../../host/panel-cache.ts";
import { createSweeps, type SweepContext, type Sweeps } from "../../host/sweeps.ts";
import { createLanguage } from "../../language/language.ts";
import type { StoreNames } from "../../language/store-names.ts";
import { createCellStrategyLoader } from "../../parallel/load-cell-strategy.ts";

/** Eight instruments on sixty sessions of XNYS: the panel behind a notebook of a test. */
const world = createWorld({ seed: 5, instruments: 8, sessions: 60, hasActions: true });

/** A panel as the host hands it to a cell. */
export const loadedPanel = ({ columns, members, ...header }: Panel): LoadedPanel => {
  const all: [string, Float64Array | Uint8Array][] = [...Object.entries(columns), ["members", members]];
  return {
    header: {
      panelId: "p",
      ...header,
      columns: all.map(([name, { byteLength }]) => ({ name, byteLength })),
    } as unknown as LoadedPanel["header"],
    columns: all.map(([, { buffer, byteOffset, byteLength }]) => {
      const shared = new SharedArrayBuffer(byteLength);
      new Uint8Array(shared).set(new Uint8Array(buffer, byteOffset, byteLength));
      return shared;
    }),
  };
};

const testNames = {
  fields: Object.keys(world.columns).map((name) => ({ name, kind: "price", unit: "", description: "" })),
  universes: [{ id: "WORLD", label: "World", names: 8, mics: ["XNYS"] }],
  markets: [{ mic: "XNYS", name: "New York", currency: "USD", timezone: "America/New_York" }],
} as unknown as StoreNames;

// One for all: reading the language's own declarations takes most of a second.
const language = createLanguage();
language.declareStore(testNames);

const evaluateWith = (globals: () => object) => (code: string) => {
  const given = globals() as Record<string, unknown>;
  return new Function(...Object.keys(given), `return ${code}`)(...Object.values(given));
};

/** A worker of a sweep in this thread, without its sandbox: only for what it does. */
export const spawnInThread: SpawnPoolWorker = () => {
  let hear: (message: FromPoolWorker) => void = () => {};
  const loader = createCellStrategyLoader(
    evaluateWith(() => loader.globals),
    { begin: () => {} },
  );
  const receive = serveSweep((message) => hear(message), loader.load);
  return {
    post: receive,
    onMessage: (listener) => {
      hear = listener;
    },
    onDeath: () => {},
    terminate: () => {},
  };
};

type Done = Extract<FromCellWorker, { kind: "done" }>;
export interface RanNotebook {
  /** Faults of the types and the graph. */
  readonly faults: readonly string[];
  readonly done: readonly Done[];
  readonly progress: readonly (readonly [number, string])[];
}

/** Type-checks the cells and runs them one after the other in one runtime, whose store is the world. */
export const runNotebook = async (
  sources: readonly string[],
  sweeps: Sweeps = createSweeps({ spawn: spawnInThread, count: 2 }),
): Promise<RanNotebook> => {
  const { compiled, analysis } = language.update(
    sources.map((source, index) => ({ id: `c${index}`, kind: "code" as const, source, attributes: [] })),
  );
  const faults = [...analysis.diagnostics, ...language.check()].map(({ message }) => message);
  const progress: (readonly [number, string])[] = [];
  const notebook = { code: compiled, world: { clockMs: 0, seedOf: () => 1, names: testNames } };
  const panel = loadedPanel(world);
  const context: SweepContext = {
    notebook,
    loadPanel: async () => ({ ok: true, value: panel }),
    onProgress: (fraction, label) => void progress.push([fraction, label]),
  };
  const answer = async (name: string, input: unknown): Promise<WireResult<unknown>> => {
    if (name === "sweep/prepare") return sweeps.prepare(input, notebook);
    return name === "sweep/run" ? sweeps.run(input, context) : { ok: true, value: panel };
  };
  let settle: (done: Done) => void = () => {};
  const runtime = createCellRuntime(
    (message) => {
      if (message.kind === "done") settle(message);
      if (message.kind === "progress") progress.push([message.fraction, message.label]);
      if (message.kind !== "request") return;
      void answer(message.name, message.input).then((given) =>
        runtime.receive(
          given.ok
            ? { kind: "answer", nonce: message.nonce, id: message.id, ok: true, value: given.value }
            : { kind: "answer", nonce: message.nonce, id: message.id, ok: false, ...given.error },
        ),
      );
    },
    evaluateWith(() => runtime.globals),
    { begin: () => {} },
  );
  runtime.receive({ kind: "names", names: testNames });
  const done: Done[] = [];
  for (const [index, { cellId }] of compiled.entries())
    done.push(
      await new Promise<Done>((resolve) => {
        settle = resolve;
        const run = { nonce: "n", cellId, compiled: compiled[index]!, clockMs: 0, asOf: null, seed: 1 };
        runtime.receive({ kind: "run", ...run });
      }),
    );
  return { faults, done, progress };
};
