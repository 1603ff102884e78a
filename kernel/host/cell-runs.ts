import type { Server } from "../../wire/serve.ts";
import type { Display } from "../contract/display.ts";
import type { CellStatus, KernelContract } from "../contract/kernel-contract.ts";
import type { OutputManifest } from "../contract/manifest.ts";
import type { AnalysedNotebook } from "./analysed-notebook.ts";
import { cellManifest } from "./cell-manifest.ts";
import type { CellRunner } from "./cell-runner.ts";
import type { NotebookWorld } from "./notebook-world.ts";
import * as schedules from "./schedule.ts";
import type { SqlQuestions } from "./sql-questions.ts";
import type { Sweeps, SweptNotebook } from "./sweeps.ts";
import type { TableKeeper } from "./table-keeper.ts";
import { type Telling, withExcerpt } from "./tell-window.ts";

export interface RunSurroundings {
  readonly notebook: AnalysedNotebook;
  readonly world: NotebookWorld;
  readonly runner: CellRunner;
  readonly sweeps: Sweeps;
  readonly sql: SqlQuestions;
  readonly keeper: TableKeeper;
  readonly telling: Telling;
  emit: Server<KernelContract>["emit"];
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** As the host's options of these names. */
  readonly isOpenable: boolean;
  readonly onLeftover: (() => void) | undefined;
}

/** Runs cells one after the other, and ends them. */
export interface CellRuns {
  /** Of every cell, those of other notebooks too. */
  statuses(): readonly CellStatus[];
  /** Cells, their faults or the world are others. */
  refresh(): void;
  /** Forgets every run and begins with a fresh worker. */
  restart(): void;
  /** Settles when these cells, what they need and what follows from them have ended, each with its manifest told. */
  run(wanted: ReadonlySet<string>): Promise<void>;
  /** Tells whether the definitions are still there. */
  stop(queue: "cancel" | "keep"): Promise<boolean>;
  loseDefinitions(code: string, message: string): void;
  sweptNotebook(): SweptNotebook;
}

/** A cell's randomness comes from what it is made of, here and in the workers of a sweep. */
const seedOf = (inputHash: string): number => Number.parseInt(inputHash.slice(0, 7), 16);

export const createCellRuns = (around: RunSurroundings): CellRuns => {
  const { notebook, world, runner, sweeps, sql, keeper, telling, now } = around;
  let schedule = schedules.emptySchedule;
  const isRunning = () => schedule.running !== null;
  const waiting: { ids: ReadonlySet<string>; readonly settle: () => void }[] = [];
  /** Settles when the manifest of each run that ended is told. */
  let manifests: Promise<unknown> = Promise.resolve();
  /** Cells that ran since the queue was last empty or cleared. */
  let ran: ReadonlySet<string> = new Set();
  /** How often every definition was lost. */
  let losses = 0;
  /** A stop that is under way: one asked for meanwhile is the same one. */
  let stopping: Promise<boolean> | null = null;
  /** Whether something that was stopped may go on where workers cannot be ended. */
  let hasLeftover = false;

  const settleWaiting = (): void => {
    for (const entry of waiting.splice(0)) {
      const isOpen = [...entry.ids].some(
        (id) => schedule.queue.includes(id) || schedule.running?.cellId === id,
      );
      if (isOpen) waiting.push(entry);
      else entry.settle();
    }
  };
  /** When the queue is empty, what follows from the last runs comes into it; who waits for them waits for it too. */
  const follow = (): void => {
    if (schedule.queue.length > 0) return;
    const followers = schedules.followersOf(schedule, ran);
    ran = new Set();
    schedule = schedules.enqueue(schedule, followers);
    for (const entry of waiting) entry.ids = new Set([...entry.ids, ...followers]);
  };
  const runCell = async (cellId: string, runNumber: number): Promise<void> => {
    const compiled = notebook.compiled.find((each) => each.cellId === cellId)!;
    const started = now();
    const lossesBefore = losses;
    const seed = seedOf(schedule.running!.inputHash);
    const { cells } = schedule;
    const source = notebook.sourceOf(cellId);
    const { clockMs, asOf } = world;
    // As they are when the run begins: an edit meanwhile must not change what the manifest says.
    const origin = { snapshotId: world.snapshot ?? "", asOf, seed };
    const isImported = notebook.importedFrom(cellId) !== null;
    const isOpenable = around.isOpenable && !isImported;
    const end = await runner.run({ cellId, compiled, clockMs, asOf, seed, isOpenable });
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
    if (isImported && end.error) telling.showImportFailure(cellId, runNumber, end.error);
    const isShown = !isImported && !end.wasStopped;
    const shown = isShown ? telling.show(cellId, runNumber, outputs) : [];
    if (!isRunning()) follow();
    telling.tellChanges();
    if (!isShown) return;
    // The reader sees the result; what is only kept about it comes behind.
    const tell = (hashed: readonly OutputManifest[]): void => {
      const manifest = cellManifest({ cells, cellId, compiled, origin, end, outputs: hashed });
      around.emit("cell/manifest", { runNumber, manifest });
    };
    const hashing = outputs.map((display, at) => keeper.manifestOf(display, shown[at]!));
    const done = hashing.filter((each): each is OutputManifest => !(each instanceof Promise));
    if (done.length === hashing.length) tell(done);
    else manifests = Promise.all([manifests, Promise.all(hashing).then(tell)]);
    telling.putVariables(cellId, end.variables);
  };
  const tellLeftover = (): void => {
    if (!hasLeftover || isRunning() || schedule.queue.length > 0) return;
    hasLeftover = false;
    around.onLeftover?.();
  };
  const pump = async (): Promise<void> => {
    if (isRunning()) return;
    for (;;) {
      const taken = schedules.takeNext(schedule);
      schedule = taken.schedule;
      if (taken.start) telling.tellBegin();
      else telling.tellChanges();
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
  const loseDefinitions = (code: string, message: string): void => {
    losses++;
    schedule = schedules.loseDefinitions(schedule);
    telling.clearVariables();
    around.emit("kernel/notice", { code, message });
  };
  const stopRun = async (): Promise<boolean> => {
    const isAlive = await runner.stop();
    stopping = null;
    hasLeftover ||= !isAlive;
    const isPreserved = isAlive && !(around.onLeftover && hasLeftover);
    if (!isPreserved) {
      loseDefinitions(
        "definitions-lost",
        "The cell did not answer and was ended. Every definition is lost: run the cells again.",
      );
    }
    return isPreserved;
  };

  return {
    statuses: () => schedules.statusesOf(schedule),
    refresh: () => {
      schedule = schedules.setCells(schedule, notebook.scheduled, world.key);
      telling.tellChanges();
    },
    restart: () => {
      sql.cancel();
      sweeps.cancel();
      runner.restart();
      schedule = schedules.forgetRuns(schedule);
      ran = new Set();
      telling.clearVariables();
    },
    run: async (wanted) => {
      telling.showCheckErrors(wanted, schedule.lastRunNumber);
      schedule = schedules.enqueue(schedule, wanted);
      // What begins at once says so itself.
      if (isRunning()) telling.tellChanges();
      await new Promise<void>((resolve) => {
        waiting.push({ ids: wanted, settle: resolve });
        void pump();
      });
      await manifests;
    },
    stop: async (queue) => {
      if (queue === "cancel") {
        schedule = schedules.clearQueue(schedule);
        ran = new Set();
      }
      sql.cancel();
      // A strategy that spins in a worker of its sweep does not hear of its end.
      if (sweeps.cancel()) hasLeftover = true;
      stopping ??= stopRun();
      const isPreserved = await stopping;
      telling.tellChanges();
      settleWaiting();
      tellLeftover();
      return isPreserved;
    },
    loseDefinitions,
    sweptNotebook: () => {
      const hashes = new Map(
        schedules.statusesOf(schedule).map(({ cellId, inputHash }) => [cellId, inputHash]),
      );
      const seed = (cellId: string): number => seedOf(hashes.get(cellId) ?? "0");
      return {
        code: notebook.compiled,
        world: { clockMs: world.clockMs, seedOf: seed, names: world.names },
      };
    },
  };
};
