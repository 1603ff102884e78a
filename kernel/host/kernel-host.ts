import { storeContract } from "../../store/contract/store-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import { type KernelContract, kernelContract } from "../contract/kernel-contract.ts";
import { createAnalysedNotebook } from "./analysed-notebook.ts";
import { answerRequest } from "./answer-requests.ts";
import type { AsyncLanguage } from "./async-language.ts";
import { createCellRunner } from "./cell-runner.ts";
import { createCellRuns } from "./cell-runs.ts";
import type { SetTimer, SpawnCellWorker } from "./cell-worker-link.ts";
import { createNotebookWorld } from "./notebook-world.ts";
import { createPanelCache } from "./panel-cache.ts";
import { createSqlQuestions } from "./sql-questions.ts";
import { createSweeps, type SweepWorkers } from "./sweeps.ts";
import { type AsyncTables, createTableKeeper } from "./table-keeper.ts";
import { createTelling } from "./tell-window.ts";

export interface KernelHostOptions {
  /** The window or the command line. */
  readonly client: Port;
  readonly store: Port;
  /** Answers SQL cells; without it they do not run. */
  readonly queries?: Port | undefined;
  readonly language: AsyncLanguage;
  readonly spawnCellWorker: SpawnCellWorker;
  /** Workers of sweeps; without them no sweep runs. */
  readonly sweepWorkers?: SweepWorkers | undefined;
  /**
   * Told once when a stop left code behind that goes on, and nothing waits any more: for where ending a worker does not
   * end what it does, so that the process must end.
   */
  readonly onLeftover?: (() => void) | undefined;
  /** Keeps what is too large for the window; without it every table goes there whole. */
  readonly tables?: AsyncTables | undefined;
  /** Whether a reader may open the values that cells show; without it they are let go when their cell ends. */
  readonly isOpenable?: boolean | undefined;
  /** Milliseconds of a steady clock, for durations only. */
  readonly now: () => number;
  readonly setTimer?: SetTimer;
  readonly createNonce?: () => string;
}

export interface KernelHost {
  /** The store was started again; later reads go there. */
  replaceStore(port: Port): void;
  close(): void;
}

const realTimer: SetTimer = (action, milliseconds) => {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};
const randomNonce = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");

const unknownTable = wireError(
  "unknown-table",
  "The kernel does not have this table any more: run the cell again.",
);

/** The trusted half of the kernel: keeps the notebook's graph and schedule, and has cells run by a worker. */
export const createKernelHost = (options: KernelHostOptions): KernelHost => {
  const { language, now, tables } = options;
  const createNonce = options.createNonce ?? randomNonce;
  const setTimer = options.setTimer ?? realTimer;
  const keeper = createTableKeeper(tables, createNonce);
  const panels = createPanelCache();
  const sql = createSqlQuestions(options.queries);
  const sweeps = createSweeps(options.sweepWorkers);
  const emit: Server<KernelContract>["emit"] = (name, payload) => server.emit(name, payload);
  let store = connect(options.store, storeContract);

  const runner = createCellRunner({
    spawn: options.spawnCellWorker,
    setTimer,
    createNonce,
    onConsole: (cellId, level, text) => telling.tellConsole(cellId, level, text),
    onProgress: (cellId, fraction, label) => telling.tellProgress({ cellId, fraction, label }),
    onDeath: () => {
      sweeps.cancel();
      runs.loseDefinitions(
        "worker-died",
        "The worker of the cells ended. Every definition is lost: run the cells again.",
      );
    },
    onRequest: (cellId, { name, input }) =>
      answerRequest(name, input, {
        store,
        panels,
        sql,
        sweeps,
        notebook: runs.sweptNotebook(),
        snapshot: world.snapshot,
        asOf: world.asOf,
        onProgress: (fraction, label) => telling.tellProgress({ cellId, fraction, label }),
      }),
  });
  const world = createNotebookWorld({
    store: () => store,
    onCatalog: async ({ fields, universes, markets, instruments }) => {
      await language.declareStore({ fields, universes, markets, instruments });
      runner.post({ kind: "names", names: { fields, universes, markets } });
    },
    onUnknownSnapshot: (message) => emit("kernel/notice", { code: "unknown-snapshot", message }),
  });
  const notebook = createAnalysedNotebook({
    language,
    sql,
    world,
    onTypes: () => emit("types/changed", {}),
    onCells: (ids) => {
      const gone = telling.keepVariablesOf(ids);
      if (gone.length > 0) {
        runner.post({ kind: "forget", cellIds: gone });
        keeper.forget(gone);
      }
      runs.refresh();
    },
    onChecked: (analysis) => {
      runs.refresh();
      emit("analysis/changed", analysis);
    },
  });
  const telling = createTelling({ notebook, keeper, emit, statuses: () => runs.statuses(), setTimer });
  const { onLeftover } = options;
  const runs = createCellRuns({
    notebook,
    world,
    runner,
    sweeps,
    sql,
    keeper,
    telling,
    emit,
    now,
    isOpenable: options.isOpenable ?? false,
    onLeftover,
  });

  const server: Server<KernelContract> = serve(options.client, kernelContract, {
    "cells/update": (input) => notebook.update(input).then(wireOk),
    "cells/run": async ({ cellIds, restart }) => {
      await notebook.isChecked();
      if (restart) runs.restart();
      const all = () => notebook.analysis.cells.map(({ cellId }) => cellId);
      await runs.run(new Set(cellIds === "all" ? all() : cellIds));
      return wireOk({ statuses: telling.shownStatuses() });
    },
    "run/stop": async ({ queue }) => wireOk({ statePreserved: await runs.stop(queue) }),
    "names/rename": async (request) => {
      await notebook.isUpdated();
      const renamed = await language.rename(request);
      if (typeof renamed === "string") return wireError(renamed, `Nothing was renamed: ${renamed}.`);
      return wireOk({ cells: renamed.map((cell) => ({ ...cell, attributes: [...cell.attributes] })) });
    },
    "table/rows": async ({ tableId, view, from, count }) => {
      const rows = await tables?.rows(tableId, view, from, count);
      return rows ? wireOk(rows) : unknownTable;
    },
    "table/export": async ({ tableId, view, format }) => {
      const exportId = await tables?.beginExport(tableId, view, format);
      return exportId ? wireOk({ exportId }) : unknownTable;
    },
    "table/export-next": async ({ exportId }) => {
      const piece = (await tables?.nextPiece(exportId)) ?? null;
      return wireOk({ piece });
    },
    "table/export-end": async ({ exportId }) => {
      await tables?.endExport(exportId);
      return wireOk({});
    },
    "value/parts": ({ keptAs, node }) => runner.open(keptAs, node),
    "types/declarations": async () => {
      await world.isTried;
      return wireOk({ files: await language.declarations() });
    },
  });

  return {
    replaceStore: (port) => {
      store.close();
      store = connect(port, storeContract);
      panels.clear();
      world.readAgain(() => runs.refresh());
      notebook.checkAgain();
    },
    close: () => {
      sweeps.cancel();
      runner.close();
      server.close();
      store.close();
      sql.close();
    },
  };
};
