import type { Catalog } from "../../store/contract/catalog.ts";
import { storeContract } from "../../store/contract/store-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import type { CellError, Display } from "../contract/display.ts";
import type { NotebookCell } from "../contract/document.ts";
import {
  type Analysis,
  type CellOutputs,
  type CellStatus,
  type Diagnostic,
  type KernelContract,
  kernelContract,
  type Variable,
} from "../contract/kernel-contract.ts";
import type { OutputManifest } from "../contract/manifest.ts";
import type { LanguageUpdate } from "../language/language.ts";
import { liftDiagnostics } from "../language/lift-diagnostics.ts";
import type { FolderNotebook } from "../language/notebook-modules.ts";
import { answerRequest } from "./answer-requests.ts";
import type { AsyncLanguage } from "./async-language.ts";
import { atMostEvery } from "./at-most-every.ts";
import { cellManifest } from "./cell-manifest.ts";
import { createCellRunner, failureOf } from "./cell-runner.ts";
import type { SetTimer, SpawnCellWorker } from "./cell-worker-link.ts";
import { excerptOf } from "./excerpt.ts";
import { createTextHashes } from "./input-hashes.ts";
import { createPanelCache } from "./panel-cache.ts";
import * as schedules from "./schedule.ts";
import { createSqlQuestions } from "./sql-questions.ts";
import { createSweeps, type SweepWorkers, type SweptNotebook } from "./sweeps.ts";
import { type AsyncTables, createTableKeeper } from "./table-keeper.ts";

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

/** Quick backtests tell how far they are hundreds of times a second, and each message is read and drawn. */
const PROGRESS_MS = 200;

/** An error with the lines around it, in the text that ran. Whatever the cell itself said of them goes. */
const withExcerpt = ({ excerpt: _, ...error }: CellError, text: string | undefined): CellError => {
  const excerpt = text === undefined ? null : excerptOf(text, { ...error, firstLine: 1, notebook: null });
  return excerpt ? { ...error, excerpt } : error;
};

const emptyUpdate: LanguageUpdate = {
  analysis: { cells: [], diagnostics: [], imports: [] },
  units: [],
  importSites: [],
  compiled: [],
  areDeclarationsNew: false,
};

/** The trusted half of the kernel: keeps the notebook's graph and schedule, and has cells run by a worker. */
export const createKernelHost = (options: KernelHostOptions): KernelHost => {
  const { language, now, tables } = options;
  const keeper = createTableKeeper(tables, options.createNonce ?? randomNonce);
  const panels = createPanelCache();
  const sql = createSqlQuestions(options.queries);
  const sweeps = createSweeps(options.sweepWorkers);
  let store = connect(options.store, storeContract);
  let catalog: Catalog | null = null;
  let asOf: number | null = null;
  /** As the notebook names it; null is the newest. */
  let snapshot: string | null = null;
  let version = 0;
  let update: LanguageUpdate = emptyUpdate;
  let typeDiagnostics: readonly Diagnostic[] = [];
  let schedule = schedules.emptySchedule;
  let said = new Map<string, string>();
  const variables = new Map<string, readonly Variable[]>();
  const waiting: { ids: ReadonlySet<string>; readonly settle: () => void }[] = [];
  const isRunning = () => schedule.running !== null;
  const codeHashes = createTextHashes();
  /** A cell of another notebook runs for those that import from it, and is not shown. */
  const isImported = (cellId: string): boolean => importedFrom.has(cellId);
  let importedFrom: ReadonlyMap<string, { readonly notebook: string; readonly firstLine: number }> =
    new Map();

  /** Where what a cell says is shown: of another notebook's cell where its names are imported, with that one's name. */
  const sayAt = (cellId: string, text: string): { readonly cellId: string; readonly text: string } | null => {
    const from = importedFrom.get(cellId);
    if (!from) return { cellId, text };
    const site = update.importSites.find(({ needs }) => needs.has(cellId));
    return site ? { cellId: site.cellId, text: `${from.notebook}: ${text}` } : null;
  };
  const tellProgress = atMostEvery<{ cellId: string; fraction: number; label: string }>(
    PROGRESS_MS,
    ({ cellId, fraction, label }) => {
      const said = sayAt(cellId, label);
      if (said) server.emit("run/progress", { cellId: said.cellId, fraction, label: said.text });
    },
  );

  let sources: ReadonlyMap<string, string> = new Map();
  let folderTexts: ReadonlyMap<string, string | null> = new Map();

  const runner = createCellRunner({
    spawn: options.spawnCellWorker,
    setTimer: options.setTimer ?? realTimer,
    createNonce: options.createNonce ?? randomNonce,
    onConsole: (cellId, level, text) => {
      const said = sayAt(cellId, text);
      if (said) server.emit("cell/console", { ...said, level });
    },
    onProgress: (cellId, fraction, label) => tellProgress({ cellId, fraction, label }),
    onDeath: () => {
      sweeps.cancel();
      loseDefinitions(
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
        notebook: sweptNotebook(),
        // By id: what "the newest" means must not move between the hash of a run and its reads.
        snapshot: catalog?.snapshot.id ?? snapshot,
        asOf,
        onProgress: (fraction, label) => tellProgress({ cellId, fraction, label }),
      }),
  });

  // --- Types and the store's names -------------------------------------------------------------------------------

  const loadCatalog = async (): Promise<void> => {
    const asked = snapshot;
    const answer = await store.call("store/catalog", { snapshot: asked });
    // Another snapshot was chosen while this one was read.
    if (asked !== snapshot) return;
    if (!answer.ok) {
      const { code, message } = answer.error;
      if (code === "unknown-snapshot") server.emit("kernel/notice", { code, message });
      return;
    }
    catalog = answer.value;
    const { fields, universes, markets, instruments } = catalog;
    await language.declareStore({ fields, universes, markets, instruments });
    runner.post({ kind: "names", names: { fields, universes, markets } });
  };
  let isCatalogTried = loadCatalog();

  const analysis = (): Analysis => ({
    ...update.analysis,
    version,
    diagnostics: [...update.analysis.diagnostics, ...typeDiagnostics],
  });
  const worldOf = (): string => `${catalog?.snapshot.id ?? snapshot ?? ""}\n${asOf ?? ""}`;
  const refreshSchedule = (): void => {
    const faulty = new Set(
      analysis().diagnostics.flatMap(({ severity, cellId }) => (severity === "error" ? [cellId] : [])),
    );
    const code = new Map(
      update.compiled.map(({ cellId, code, inputs }) => [
        cellId,
        // A value that a reader chose counts like the code it stands for.
        inputs ? `${code}\n${JSON.stringify(inputs)}` : code,
      ]),
    );
    const cells = update.units.map(({ cellId, needs, isHeavy }) => ({
      cellId,
      needs,
      isHeavy,
      codeHash: codeHashes.of(cellId, code.get(cellId) ?? ""),
      hasErrors: faulty.has(cellId),
    }));
    schedule = schedules.setCells(schedule, cells, worldOf());
    tellChanges();
  };

  let isChecked: Promise<void> = Promise.resolve();
  let updates: Promise<unknown> = Promise.resolve();
  const checkTypes = async (ofVersion: number): Promise<void> => {
    await isCatalogTried;
    const cells = update.compiled.flatMap(({ cellId, sql }) => (sql ? [{ cellId, sql }] : []));
    const described = await sql.describe(cells, catalog?.snapshot.id ?? snapshot);
    if (ofVersion !== version) return;
    if (await language.declareSql(described.columns)) server.emit("types/changed", {});
    const found = await language.check();
    if (ofVersion !== version) return;
    const { units, importSites } = update;
    typeDiagnostics = [...found, ...liftDiagnostics(described.diagnostics, units, importSites)];
    refreshSchedule();
    server.emit("analysis/changed", analysis());
  };
  const updateCells = async (input: {
    version: number;
    snapshot: string | null;
    asOf: number | null;
    cells: readonly NotebookCell[];
    notebooks: readonly FolderNotebook[];
  }) => {
    if (input.snapshot !== snapshot) {
      snapshot = input.snapshot;
      catalog = null;
      isCatalogTried = loadCatalog();
    }
    update = await language.update(input.cells, input.notebooks);
    importedFrom = new Map(
      update.units.flatMap(({ cellId, imported }) => (imported ? [[cellId, imported]] : [])),
    );
    version = input.version;
    asOf = input.asOf;
    sources = new Map(input.cells.map(({ id, source }) => [id, source]));
    folderTexts = new Map(input.notebooks.map(({ name, text }) => [name, text]));
    if (update.areDeclarationsNew) server.emit("types/changed", {});
    const ids = new Set(update.units.map(({ cellId }) => cellId));
    const gone = [...variables.keys()].filter((cellId) => !ids.has(cellId));
    for (const cellId of gone) variables.delete(cellId);
    if (gone.length > 0) {
      runner.post({ kind: "forget", cellIds: gone });
      keeper.forget(gone);
      tellVariables();
    }
    // Types follow; until then a cell that failed the check and was not touched stays failed.
    typeDiagnostics = typeDiagnostics.filter(({ cellId }) => ids.has(cellId));
    const answer = analysis();
    refreshSchedule();
    isChecked = checkTypes(input.version);
    return answer;
  };

  // --- Saying what changed ---------------------------------------------------------------------------------------

  const shownStatuses = (): CellStatus[] =>
    schedules.statusesOf(schedule).filter(({ cellId }) => !isImported(cellId));
  /** Says in one message what cells showed since the last one, and which statuses are others now. */
  const tellChanges = (): void => {
    const all = shownStatuses();
    const next = new Map(all.map((status) => [status.cellId, Object.values(status).join()]));
    const statuses = all.filter(({ cellId }) => said.get(cellId) !== next.get(cellId));
    said = next;
    const outputs = untold.splice(0);
    if (outputs.length > 0 || statuses.length > 0) server.emit("cells/changed", { outputs, statuses });
  };
  const tellVariables = (): void => {
    server.emit("variables/changed", { variables: [...variables.values()].flat() });
  };
  /** What cells showed and the next message takes along. */
  const untold: CellOutputs[] = [];
  const show = (cellId: string, runNumber: number, outputs: readonly Display[]): readonly Display[] => {
    const shown = keeper.take(cellId, outputs);
    untold.push({ cellId, runNumber, outputs: shown });
    return shown;
  };
  /** A cell of another notebook failed: that is said where its names are imported. */
  const showImportFailure = (
    failedId: string,
    runNumber: number,
    { name, message, line, column: failedColumn }: CellError,
  ): void => {
    const { notebook, firstLine } = importedFrom.get(failedId)!;
    const text = folderTexts.get(notebook);
    const place = { firstLine, notebook, line, column: failedColumn };
    const excerpt = (line !== null && text && excerptOf(text, place)) || undefined;
    const at = line === null ? notebook : `${notebook}, line ${firstLine + line - 1}`;
    const error = failureOf("import-failed", name, `${at}: ${message}`);
    for (const site of update.importSites) {
      if (!site.needs.has(failedId)) continue;
      const { cellId, line, column } = site;
      const shown = { ...error, line, column, ...(excerpt && { excerpt }) };
      show(cellId, runNumber, [{ kind: "error", error: shown }]);
    }
  };
  const showCheckErrors = (wanted: ReadonlySet<string>): void => {
    for (const cellId of wanted) {
      const found = analysis().diagnostics.find(
        (each) => each.cellId === cellId && each.severity === "error",
      );
      if (!found) continue;
      const error = {
        ...failureOf(found.code, "CheckError", found.message),
        line: found.line,
        column: found.column,
      };
      const shown = withExcerpt(error, sources.get(cellId));
      show(cellId, schedule.lastRunNumber, [{ kind: "error", error: shown }]);
    }
  };

  // --- Running ---------------------------------------------------------------------------------------------------

  const settleWaiting = (): void => {
    for (const entry of waiting.splice(0)) {
      const isOpen = [...entry.ids].some(
        (id) => schedule.queue.includes(id) || schedule.running?.cellId === id,
      );
      if (isOpen) waiting.push(entry);
      else entry.settle();
    }
  };
  const clockMs = (): number => Math.floor((asOf ?? catalog?.snapshot.knownTo ?? 0) / 1000);
  /** A cell's randomness comes from what it is made of, here and in the workers of a sweep. */
  const seedOf = (inputHash: string): number => Number.parseInt(inputHash.slice(0, 7), 16);
  const sweptNotebook = (): SweptNotebook => {
    const hashes = new Map(
      schedules.statusesOf(schedule).map(({ cellId, inputHash }) => [cellId, inputHash]),
    );
    const { fields = [], universes = [], markets = [] } = catalog ?? {};
    const names = catalog && { fields, universes, markets };
    const seed = (cellId: string): number => seedOf(hashes.get(cellId) ?? "0");
    return { code: update.compiled, world: { clockMs: clockMs(), seedOf: seed, names } };
  };
  const runCell = async (cellId: string, runNumber: number): Promise<void> => {
    const compiled = update.compiled.find((each) => each.cellId === cellId)!;
    const started = now();
    const lossesBefore = losses;
    const seed = seedOf(schedule.running!.inputHash);
    const { cells } = schedule;
    const source = sources.get(cellId);
    // As they are when the run begins: an edit meanwhile must not change what the manifest says.
    const origin = { snapshotId: catalog?.snapshot.id ?? snapshot ?? "", asOf, seed };
    const end = await runner.run({ cellId, compiled, clockMs: clockMs(), asOf, seed });
    // What a cell began and did not wait for ends with it.
    sweeps.cancel();
    // A stop that lost the definitions says so before the next cell asks for one of them.
    await stopping;
    if (schedule.running?.runNumber !== runNumber) return;
    const outcome = end.wasStopped ? "stopped" : end.error ? "failed" : "done";
    schedule = schedules.finish(schedule, runNumber, outcome, Math.max(0, now() - started));
    if (losses !== lossesBefore) schedule = schedules.requeue(schedule, cellId);
    const failure: Display[] = end.error ? [{ kind: "error", error: withExcerpt(end.error, source) }] : [];
    const outputs = [...end.outputs, ...failure];
    if (isImported(cellId) && end.error) showImportFailure(cellId, runNumber, end.error);
    const isShown = !isImported(cellId) && !end.wasStopped;
    const shown = isShown ? show(cellId, runNumber, outputs) : [];
    if (!isRunning()) follow();
    tellChanges();
    if (!isShown) return;
    // The reader sees the result; what is only kept about it comes behind.
    const tell = (hashed: readonly OutputManifest[]): void => {
      const manifest = cellManifest({ cells, cellId, compiled, origin, end, outputs: hashed });
      server.emit("cell/manifest", { runNumber, manifest });
    };
    const hashing = outputs.map((display, at) => keeper.manifestOf(display, shown[at]!));
    const done = hashing.filter((each): each is OutputManifest => !(each instanceof Promise));
    if (done.length === hashing.length) tell(done);
    else manifests = Promise.all([manifests, Promise.all(hashing).then(tell)]);
    variables.set(cellId, end.variables);
    tellVariables();
  };
  /** Settles when the manifest of each run that ended is told. */
  let manifests: Promise<unknown> = Promise.resolve();
  /** Cells that ran since the queue was last empty or cleared. */
  let ran: ReadonlySet<string> = new Set();
  /** When the queue is empty, what follows from the last runs comes into it; who waits for them waits for it too. */
  const follow = (): void => {
    if (schedule.queue.length > 0) return;
    const followers = schedules.followersOf(schedule, ran);
    ran = new Set();
    schedule = schedules.enqueue(schedule, followers);
    for (const entry of waiting) entry.ids = new Set([...entry.ids, ...followers]);
  };
  const pump = async (): Promise<void> => {
    if (isRunning()) return;
    for (;;) {
      const taken = schedules.takeNext(schedule);
      schedule = taken.schedule;
      tellChanges();
      if (!taken.start) {
        follow();
        if (schedule.queue.length > 0) continue;
        break;
      }
      ran = new Set([...ran, taken.start.cellId]);
      await runCell(taken.start.cellId, taken.start.runNumber);
      settleWaiting();
      // Someone else began meanwhile, after a restart.
      if (isRunning()) return;
    }
    settleWaiting();
    tellLeftover();
  };
  /** How often every definition was lost. */
  let losses = 0;
  const loseDefinitions = (code: string, message: string): void => {
    losses++;
    schedule = schedules.loseDefinitions(schedule);
    variables.clear();
    tellVariables();
    server.emit("kernel/notice", { code, message });
  };
  /** A stop that is under way: one asked for meanwhile is the same one. */
  let stopping: Promise<boolean> | null = null;
  /** Whether something that was stopped may go on where workers cannot be ended. */
  let hasLeftover = false;
  const tellLeftover = (): void => {
    if (!hasLeftover || isRunning() || schedule.queue.length > 0) return;
    hasLeftover = false;
    options.onLeftover?.();
  };
  const stopRun = async (): Promise<boolean> => {
    const isAlive = await runner.stop();
    stopping = null;
    hasLeftover ||= !isAlive;
    const isPreserved = isAlive && !(options.onLeftover && hasLeftover);
    if (!isPreserved) {
      loseDefinitions(
        "definitions-lost",
        "The cell did not answer and was ended. Every definition is lost: run the cells again.",
      );
    }
    return isPreserved;
  };
  const stop = async (queue: "cancel" | "keep"): Promise<boolean> => {
    if (queue === "cancel") {
      schedule = schedules.clearQueue(schedule);
      ran = new Set();
    }
    sql.cancel();
    // A strategy that spins in a worker of its sweep does not hear of its end.
    if (sweeps.cancel()) hasLeftover = true;
    stopping ??= stopRun();
    const isPreserved = await stopping;
    tellChanges();
    settleWaiting();
    tellLeftover();
    return isPreserved;
  };

  const server: Server<KernelContract> = serve(options.client, kernelContract, {
    "cells/update": (input) => {
      const answer = updates.then(() => updateCells(input));
      updates = answer.catch(() => {});
      return answer.then(wireOk);
    },
    "cells/run": async ({ cellIds, restart }) => {
      await updates;
      await isChecked;
      if (restart) {
        sql.cancel();
        sweeps.cancel();
        runner.restart();
        schedule = schedules.forgetRuns(schedule);
        ran = new Set();
        variables.clear();
        tellVariables();
      }
      const wanted = new Set(cellIds === "all" ? update.analysis.cells.map(({ cellId }) => cellId) : cellIds);
      showCheckErrors(wanted);
      schedule = schedules.enqueue(schedule, wanted);
      // What begins at once says so itself.
      if (isRunning()) tellChanges();
      await new Promise<void>((resolve) => {
        waiting.push({ ids: wanted, settle: resolve });
        void pump();
      });
      await manifests;
      return wireOk({ statuses: shownStatuses() });
    },
    "run/stop": async ({ queue }) => wireOk({ statePreserved: await stop(queue) }),
    "names/rename": async (request) => {
      await updates;
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
    "types/declarations": async () => {
      await isCatalogTried;
      return wireOk({ files: await language.declarations() });
    },
  });

  return {
    replaceStore: (port) => {
      store.close();
      store = connect(port, storeContract);
      panels.clear();
      isCatalogTried = loadCatalog().then(async () => {
        refreshSchedule();
      });
      isChecked = checkTypes(version);
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
