import type { CellState, CellStatus } from "../contract/kernel-contract.ts";
import { inputsOf } from "./input-hashes.ts";
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
  /** Milliseconds of each cell's last run to its end. Outlives a restart. */
  readonly durations: ReadonlyMap<string, number>;
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
  durations: new Map(),
  queue: [],
  running: null,
  lastRunNumber: 0,
};

/** A cell whose last run took longer than this waits for a click, whatever its text says. */
const LIGHT_MS = 1_000;

const isHeavy = (schedule: Schedule, { cellId, isHeavy: isSaidHeavy }: ScheduledCell): boolean =>
  isSaidHeavy || (schedule.durations.get(cellId) ?? 0) > LIGHT_MS;

/** New code or a new world. Records of cells that are gone go too; a cell deleted and undone starts again. */
export const setCells = (schedule: Schedule, cells: readonly ScheduledCell[], world: string): Schedule => {
  const ids = new Set(cells.map(({ cellId }) => cellId));
  return {
    ...schedule,
    cells,
    world,
    records: new Map([...schedule.records].filter(([cellId]) => ids.has(cellId))),
    durations: new Map([...schedule.durations].filter(([cellId]) => ids.has(cellId))),
    queue: schedule.queue.filter((cellId) => ids.has(cellId)),
  };
};

const stateOf = (
  schedule: Schedule,
  cell: ScheduledCell,
  hash: string,
  queued: ReadonlySet<string>,
  states: ReadonlyMap<string, CellState>,
): CellState => {
  if (schedule.running?.cellId === cell.cellId) return "running";
  if (queued.has(cell.cellId)) return "queued";
  if (cell.hasErrors) return "failed";
  const record = schedule.records.get(cell.cellId);
  if (!record) return "idle";
  if (record.inputHash !== hash || !record.isAlive) return "stale";
  if (record.outcome !== "blocked") return record.outcome;
  const isStillBlocked = cell.needs.some((need) => ["failed", "blocked"].includes(states.get(need) ?? ""));
  return isStillBlocked ? "blocked" : "stale";
};

const statesOf = (schedule: Schedule): ReadonlyMap<string, CellState> => {
  const { hashes, order } = inputsOf(schedule.cells, schedule.world);
  const queued = new Set(schedule.queue);
  const states = new Map<string, CellState>();
  for (const cell of order) {
    states.set(cell.cellId, stateOf(schedule, cell, hashes.get(cell.cellId)!, queued, states));
  }
  return states;
};

/** Every cell's status, from scratch. */
export const statusesOf = (schedule: Schedule): CellStatus[] => {
  const { hashes } = inputsOf(schedule.cells, schedule.world);
  const states = statesOf(schedule);
  return schedule.cells.map((cell) => {
    const record = schedule.records.get(cell.cellId);
    const isRunning = schedule.running?.cellId === cell.cellId;
    return {
      cellId: cell.cellId,
      state: states.get(cell.cellId)!,
      runNumber: isRunning ? schedule.running!.runNumber : (record?.runNumber ?? 0),
      durationMs: record?.durationMs ?? null,
      estimateMs: isHeavy(schedule, cell) ? (schedule.durations.get(cell.cellId) ?? null) : null,
      inputHash: hashes.get(cell.cellId)!,
    };
  });
};

/** Puts the wanted cells, and what they need, at the end of the queue. */
export const enqueue = (schedule: Schedule, wanted: ReadonlySet<string>): Schedule => {
  const states = statesOf(schedule);
  const planned = planRun(schedule.cells, wanted, (cellId) => states.get(cellId) === "done");
  return {
    ...schedule,
    queue: [...schedule.queue, ...planned.filter((cellId) => !schedule.queue.includes(cellId))],
  };
};

/**
 * The cells that rerun by themselves after others have run: light ones that are stale because of what these defined
 * anew, unless they also need one that waits for a click, has failed, or was never run.
 */
export const followersOf = (schedule: Schedule, ran: ReadonlySet<string>): ReadonlySet<string> => {
  const states = statesOf(schedule);
  const followers = new Set<string>();
  const isFresh = (id: string): boolean => states.get(id) === "done" || followers.has(id);
  for (const cell of inputsOf(schedule.cells, schedule.world).order) {
    const { cellId, needs } = cell;
    const isMoved = needs.some((need) => ran.has(need) || followers.has(need));
    const isStale = states.get(cellId) === "stale" && schedule.records.get(cellId)?.outcome !== "stopped";
    if (isMoved && isStale && !isHeavy(schedule, cell) && needs.every(isFresh)) followers.add(cellId);
  }
  return followers;
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
    const states = statesOf(at);
    const inputHash = inputsOf(at.cells, at.world).hashes.get(cellId)!;
    const runNumber = at.lastRunNumber + 1;
    if (cell.needs.every((need) => states.get(need) === "done")) {
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
  const durations = new Map(schedule.durations);
  // A run that was stopped, or failed on its way, says nothing of how long the next one takes.
  if (outcome === "done") durations.set(running.cellId, durationMs);
  return record({ ...free, durations }, running.cellId, {
    inputHash: running.inputHash,
    runNumber,
    durationMs,
    outcome,
    isAlive: true,
  });
};

export const clearQueue = (schedule: Schedule): Schedule => ({ ...schedule, queue: [] });

/**
 * After the definitions were lost: what waits, with all it needs to run again, except through the cell that was
 * stopped. What needs that one stays at the end, to be blocked.
 */
export const requeue = (schedule: Schedule, stopped: string): Schedule => {
  const byId = new Map(schedule.cells.map((cell) => [cell.cellId, cell]));
  const reaches = (cellId: string, seen = new Set<string>()): boolean => {
    if (cellId === stopped) return true;
    if (seen.has(cellId)) return false;
    seen.add(cellId);
    return byId.get(cellId)?.needs.some((need) => reaches(need, seen)) ?? false;
  };
  const free = schedule.queue.filter((cellId) => !reaches(cellId));
  const rest = schedule.queue.filter((cellId) => !free.includes(cellId));
  const done = new Set(
    statusesOf(schedule).flatMap(({ cellId, state }) => (state === "done" ? [cellId] : [])),
  );
  const planned = planRun(schedule.cells, new Set(free), (cellId) => done.has(cellId));
  return { ...schedule, queue: [...planned, ...rest] };
};

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
