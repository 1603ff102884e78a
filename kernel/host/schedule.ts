import type { CellState, CellStatus } from "../contract/kernel-contract.ts";
import { inputHashes } from "./input-hashes.ts";
import { planRun, type ScheduledCell } from "./plan-run.ts";

export type Outcome = "done" | "failed" | "stopped" | "blocked";

/** What became of the last run of a cell. */
export interface RunRecord {
  readonly inputHash: string;
  readonly runNumber: number;
  readonly durationMs: number | null;
  readonly outcome: Outcome;
  /** The definitions still exist in a worker. */
  readonly isAlive: boolean;
}

/** Everything the statuses follow from: a plain value. */
export interface Schedule {
  readonly cells: readonly ScheduledCell[];
  /** Snapshot and as-of instant. */
  readonly world: string;
  readonly records: ReadonlyMap<string, RunRecord>;
  readonly queue: readonly string[];
  readonly running: {
    readonly cellId: string;
    readonly runNumber: number;
    readonly inputHash: string;
  } | null;
  readonly lastRunNumber: number;
}

export const emptySchedule: Schedule = {
  cells: [],
  world: "",
  records: new Map(),
  queue: [],
  running: null,
  lastRunNumber: 0,
};

/** New code or a new world. Records of cells that are gone go too; a cell deleted and undone starts again. */
export const setCells = (schedule: Schedule, cells: readonly ScheduledCell[], world: string): Schedule => {
  const ids = new Set(cells.map(({ cellId }) => cellId));
  return {
    ...schedule,
    cells,
    world,
    records: new Map([...schedule.records].filter(([cellId]) => ids.has(cellId))),
    queue: schedule.queue.filter((cellId) => ids.has(cellId)),
  };
};

const stateOf = (
  schedule: Schedule,
  cell: ScheduledCell,
  hash: string,
  states: ReadonlyMap<string, CellState>,
): CellState => {
  if (schedule.running?.cellId === cell.cellId) return "running";
  if (schedule.queue.includes(cell.cellId)) return "queued";
  if (cell.hasErrors) return "failed";
  const record = schedule.records.get(cell.cellId);
  if (!record) return "idle";
  if (record.inputHash !== hash || !record.isAlive) return "stale";
  if (record.outcome !== "blocked") return record.outcome;
  const isStillBlocked = cell.needs.some((need) => ["failed", "blocked"].includes(states.get(need) ?? ""));
  return isStillBlocked ? "blocked" : "stale";
};

/** Every cell's status, from scratch. */
export const statusesOf = (schedule: Schedule): CellStatus[] => {
  const hashes = inputHashes(schedule.cells, schedule.world);
  const byId = new Map(schedule.cells.map((cell) => [cell.cellId, cell]));
  const states = new Map<string, CellState>();
  const decide = (cell: ScheduledCell, above: readonly string[]): void => {
    if (states.has(cell.cellId) || above.includes(cell.cellId)) return;
    const path = [...above, cell.cellId];
    for (const need of cell.needs) {
      const needed = byId.get(need);
      if (needed) decide(needed, path);
    }
    states.set(cell.cellId, stateOf(schedule, cell, hashes.get(cell.cellId)!, states));
  };
  return schedule.cells.map((cell) => {
    decide(cell, []);
    const record = schedule.records.get(cell.cellId);
    const isRunning = schedule.running?.cellId === cell.cellId;
    return {
      cellId: cell.cellId,
      state: states.get(cell.cellId)!,
      runNumber: isRunning ? schedule.running!.runNumber : (record?.runNumber ?? 0),
      durationMs: record?.durationMs ?? null,
      inputHash: hashes.get(cell.cellId)!,
    };
  });
};

/** Puts the wanted cells, and what they need, at the end of the queue. */
export const enqueue = (schedule: Schedule, wanted: ReadonlySet<string>): Schedule => {
  const done = new Set(
    statusesOf(schedule).flatMap(({ cellId, state }) => (state === "done" ? [cellId] : [])),
  );
  const planned = planRun(schedule.cells, wanted, (cellId) => done.has(cellId));
  return {
    ...schedule,
    queue: [...schedule.queue, ...planned.filter((cellId) => !schedule.queue.includes(cellId))],
  };
};

const record = (schedule: Schedule, cellId: string, entry: RunRecord): Schedule => ({
  ...schedule,
  records: new Map(schedule.records).set(cellId, entry),
});

/**
 * Takes the next cell from the queue: to run it, or, because something it needs has no result, to block it.
 * A cell with errors is taken off without a run.
 */
export const takeNext = (
  schedule: Schedule,
): { schedule: Schedule; start: { cellId: string; runNumber: number } | null } => {
  let at = schedule;
  while (at.queue.length > 0 && at.running === null) {
    const [cellId, ...queue] = at.queue as [string, ...string[]];
    const cell = at.cells.find((each) => each.cellId === cellId);
    at = { ...at, queue };
    if (!cell || cell.hasErrors) continue;
    const statuses = new Map(statusesOf(at).map((status) => [status.cellId, status]));
    const { inputHash } = statuses.get(cellId)!;
    const runNumber = at.lastRunNumber + 1;
    if (cell.needs.every((need) => statuses.get(need)?.state === "done")) {
      at = { ...at, lastRunNumber: runNumber, running: { cellId, runNumber, inputHash } };
      return { schedule: at, start: { cellId, runNumber } };
    }
    const blocked: RunRecord = { inputHash, runNumber, durationMs: null, outcome: "blocked", isAlive: true };
    at = record({ ...at, lastRunNumber: runNumber }, cellId, blocked);
  }
  return { schedule: at, start: null };
};

/** The running cell's end. An end with another run's number is late and changes nothing. */
export const finish = (
  schedule: Schedule,
  runNumber: number,
  outcome: Outcome,
  durationMs: number,
): Schedule => {
  const { running } = schedule;
  if (running?.runNumber !== runNumber) return schedule;
  const free = { ...schedule, running: null };
  if (!schedule.cells.some(({ cellId }) => cellId === running.cellId)) return free;
  return record(free, running.cellId, {
    inputHash: running.inputHash,
    runNumber,
    durationMs,
    outcome,
    isAlive: true,
  });
};

export const clearQueue = (schedule: Schedule): Schedule => ({ ...schedule, queue: [] });

/** The worker is gone, and with it every definition: whatever had a result is stale. */
export const loseDefinitions = (schedule: Schedule): Schedule => ({
  ...schedule,
  records: new Map([...schedule.records].map(([cellId, each]) => [cellId, { ...each, isAlive: false }])),
});

/** As if nothing had run. Run numbers go on, so that late results stay late. */
export const forgetRuns = (schedule: Schedule): Schedule => ({
  ...schedule,
  records: new Map(),
  queue: [],
  running: null,
});
