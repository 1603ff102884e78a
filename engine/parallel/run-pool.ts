import { requireWhole, toEngineError } from "../argument-error.ts";
import { fail, ok, type Result } from "../contract/result.ts";
import type { FromPoolWorker, PoolWorker, SpawnPoolWorker } from "./pool-messages.ts";
import { createStopFlag, raiseStopFlag } from "./stop-flag.ts";
import { type TaskOutcome, TaskQueue, type Ticket } from "./task-queue.ts";

/** A worker that ended by itself, and what it had been given. */
export interface WorkerDeath {
  readonly reason: string;
  /** The tasks it held, by name; each is tried once more, alone on another worker. */
  readonly tasks: readonly string[];
}

export interface PoolJob<T> {
  readonly spawn: SpawnPoolWorker;
  readonly workers: number;
  /** Posted to each worker before its first task. */
  readonly setup: unknown;
  readonly tasks: Iterable<T>;
  readonly nameOf: (task: T) => string;
  /** Called for each task in task order. What it throws ends the job. */
  readonly onOutcome: (outcome: TaskOutcome<T>) => void;
  readonly onDeath?: ((death: WorkerDeath) => void) | undefined;
}

export interface PoolRun {
  readonly result: Promise<Result<void>>;
  /** Ends the job at once; its result is the failure "cancelled". */
  cancel(): void;
}

interface Seat<T> {
  readonly worker: PoolWorker;
  isReady: boolean;
  /** In the order they were posted: the first one runs. */
  held: Ticket<T>[];
}

/** One task that runs and one that waits, so that a worker is never idle for the length of a message. */
const HELD_PER_WORKER = 2;
const AHEAD_PER_WORKER = 16;
const MOST_STILLBORN = 3;

/**
 * Has workers do tasks. Outcomes come back in task order; what a task fails with is its outcome and ends nothing
 * else. A worker that dies is replaced. The job fails when a worker refuses the setup, when three workers in a row
 * die before they begin ("worker-failed"), when `tasks` or `onOutcome` throws, or when it is cancelled.
 */
export function runPool<T>(job: PoolJob<T>): PoolRun {
  requireWhole("workers", job.workers, 1, 1_024);
  const queue = new TaskQueue(job.tasks, job.workers * AHEAD_PER_WORKER);
  const stop = createStopFlag();
  const seats = new Set<Seat<T>>();
  let stillborn = 0;
  let isEnded = false;
  let settle: (result: Result<void>) => void = () => {};
  const result = new Promise<Result<void>>((resolve) => {
    settle = resolve;
  });

  const end = (outcome: Result<void>): void => {
    if (isEnded) return;
    isEnded = true;
    raiseStopFlag(stop);
    for (const { worker } of seats) worker.terminate();
    settle(outcome);
    try {
      queue.close();
    } catch {
      // The job has its result; what the iterator says on leaving changes nothing.
    }
  };
  /** Whatever throws in what the caller gave ends the job with that error. */
  const guarded = (work: () => void): void => {
    if (isEnded) return;
    try {
      work();
    } catch (thrown) {
      end({ ok: false, error: toEngineError(thrown, "the sweep") });
    }
  };
  const handOut = (): void => {
    for (let depth = 1; depth <= HELD_PER_WORKER; depth++)
      for (const seat of seats) {
        if (!seat.isReady || seat.held.length >= depth) continue;
        const ticket = queue.take(seat.held);
        if (!ticket) continue;
        seat.held.push(ticket);
        seat.worker.post({ kind: "task", index: ticket.index, task: ticket.task });
      }
  };
  const goOn = (): void => {
    for (let next = queue.deliver(); next && !isEnded; next = queue.deliver()) job.onOutcome(next);
    if (isEnded) return;
    if (queue.isDrained()) end(ok(undefined));
    else handOut();
  };
  const hear = (seat: Seat<T>, message: FromPoolWorker): void => {
    if (!seats.has(seat)) return;
    if (message.kind === "refused") {
      end({ ok: false, error: message.error });
      return;
    }
    if (message.kind === "ready") {
      seat.isReady = true;
      stillborn = 0;
    } else {
      const ticket = seat.held[0];
      // A worker answers for the task it was given, or it is not heard.
      if (message.kind !== "done" || !ticket || message.index !== ticket.index) return;
      seat.held.shift();
      queue.finish(ticket, message.outcome);
    }
    goOn();
  };
  const bury = (seat: Seat<T>, reason: string): void => {
    if (!seats.delete(seat)) return;
    seat.worker.terminate();
    queue.takeBack(seat.held, reason, job.nameOf);
    job.onDeath?.({ reason, tasks: seat.held.map(({ task }) => job.nameOf(task)) });
    if (isEnded) return;
    if (!seat.isReady && ++stillborn >= MOST_STILLBORN)
      end(fail("worker-failed", `no worker could begin: ${reason}`));
    else {
      seatWorker();
      goOn();
    }
  };
  const seatWorker = (): void => {
    const seat: Seat<T> = { worker: job.spawn(), isReady: false, held: [] };
    seats.add(seat);
    seat.worker.onDeath((reason) => guarded(() => bury(seat, reason)));
    seat.worker.onMessage((message) => guarded(() => hear(seat, message)));
    seat.worker.post({ kind: "setup", setup: job.setup, stop });
  };

  guarded(() => {
    if (queue.isDrained()) return end(ok(undefined));
    for (let k = 0; k < job.workers; k++) seatWorker();
  });
  return { result, cancel: () => end(fail("cancelled", "the sweep was cancelled")) };
}
