import { type FromPoolWorker, type SpawnPoolWorker, serveSweep } from "../../../engine/index.ts";
import { createCellRuntime } from "../../../kernel/cells/cell-runtime.ts";
import { type Determinism, installDeterminism } from "../../../kernel/cells/deterministic-globals.ts";
import type { FromCellWorker } from "../../../kernel/cells/protocol.ts";
import { type CollectedRun, collectRun } from "../../../kernel/collect/collect-run.ts";
import { kernelContract } from "../../../kernel/contract/kernel-contract.ts";
import { inProcess } from "../../../kernel/host/async-language.ts";
import type { CellWorkerHandle } from "../../../kernel/host/cell-worker-link.ts";
import { createKernelHost } from "../../../kernel/host/kernel-host.ts";
import { createLanguage } from "../../../kernel/language/language.ts";
import { parseNotebook } from "../../../kernel/notebook/index.ts";
import { createCellStrategyLoader } from "../../../kernel/parallel/load-cell-strategy.ts";
import { openStore } from "../../../store/open-store.ts";
import { serveStore } from "../../../store/serve-store.ts";
import { connect } from "../../../wire/connect.ts";
import { portPair } from "../../../wire/port.ts";

/** The transport of a cell worker, in this process and without its sandbox: only for notebooks of our own. */
const spawnHere = (determinism: Determinism) => (): CellWorkerHandle => {
  let hear: (message: FromCellWorker) => void = () => {};
  const runtime = createCellRuntime(
    (message) => queueMicrotask(() => hear(message)),
    (code) => {
      const names = Object.keys(runtime.globals);
      return new Function(...names, `return ${code}`)(...names.map((name) => runtime.globals[name]));
    },
    determinism,
  );
  return {
    post: (message) => queueMicrotask(() => runtime.receive(message)),
    onMessage: (listener) => {
      hear = listener;
      hear({ kind: "ready" });
    },
    onDeath: () => {},
    terminate: () => {
      hear = () => {};
    },
  };
};

/** A worker of a sweep in this thread, under the same terms. */
const spawnPoolWorkerHere =
  (determinism: Determinism): SpawnPoolWorker =>
  () => {
    let hear: (message: FromPoolWorker) => void = () => {};
    const loader = createCellStrategyLoader((code) => {
      const names = Object.keys(loader.globals);
      const globals: object = loader.globals;
      return new Function(...names, `return ${code}`)(...names.map((name) => globals[name as never]));
    }, determinism);
    return {
      post: serveSweep((message) => hear(message), loader.load),
      onMessage: (listener) => {
        hear = listener;
      },
      onDeath: () => {},
      terminate: () => {
        hear = () => {};
      },
    };
  };

/**
 * Runs a notebook in this very process, to hold Node's results against those of the sandboxed kernels. Math, Date and
 * what depends on a language are replaced for the whole process, as they are in a cell's worker.
 */
export const runInNode = async (text: string, storeDir: string): Promise<CollectedRun> => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const store = await openStore(storeDir);
  if (!store.ok) throw new Error(store.error.message);
  const determinism = installDeterminism(globalThis);
  const [clientEnd, hostClient] = portPair();
  const [storeEnd, hostStore] = portPair();
  serveStore(storeEnd, store.value);
  const host = createKernelHost({
    client: hostClient,
    store: hostStore,
    language: inProcess(createLanguage()),
    spawnCellWorker: spawnHere(determinism),
    sweepWorkers: { spawn: spawnPoolWorkerHere(determinism), count: 1 },
    now: () => 0,
  });
  try {
    const collected = await collectRun(
      connect(clientEnd, kernelContract),
      parsed.notebook,
      parsed.sourceLines,
      async () => null,
    );
    if (!collected.ok) throw new Error(collected.message);
    return collected.run;
  } finally {
    host.close();
    await store.value.close();
  }
};
