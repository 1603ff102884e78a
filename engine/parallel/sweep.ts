import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { ArgumentError, requireWithin, toEngineError } from "../argument-error.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { type EngineError, fail, ok, type Result } from "../contract/result.ts";
import {
  iterateParameters,
  nameRun,
  type ParameterOverrides,
  type ParameterSource,
} from "./parameter-source.ts";
import type { SpawnPoolWorker } from "./pool-messages.ts";
import type { Reducer, SweptRun } from "./reducers/reducer.ts";
import { type PoolRun, runPool, type WorkerDeath } from "./run-pool.ts";
import { sharePanel } from "./share-panel.ts";
import { readAnswer, type SweepAnswer, type SweepSetup } from "./sweep-task.ts";
import type { TaskOutcome } from "./task-queue.ts";

type Reducers = Readonly<Record<string, Reducer<unknown>>>;
type Reduced<R extends Reducers> = { readonly [K in keyof R]: R[K] extends Reducer<infer V> ? V : never };

export interface SweepOptions<R extends Reducers> {
  /** Makes a worker; from the host, whose workers know its recipes. */
  readonly spawn: SpawnPoolWorker;
  readonly workers: number;
  /** How a worker makes the strategy, in the host's own words. */
  readonly recipe: string;
  /** Shared before it is posted; give the result of `sharePanel` to share it only once for several sweeps. */
  readonly panel: Panel;
  readonly config: BacktestConfig;
  readonly parameters: ParameterSource;
  readonly reduce: R;
  /** 252 when left out. */
  readonly periodsPerYear?: number;
  /** Called after each run, in task order. */
  readonly onProgress?: ((progress: SweepProgress) => void) | undefined;
  readonly onWorkerDeath?: ((death: WorkerDeath) => void) | undefined;
}

export interface SweepProgress {
  readonly finished: number;
  readonly failed: number;
  /** Null while a generator has not ended. */
  readonly total: number | null;
}

export interface FailedRun {
  readonly index: number;
  readonly parameters: ParameterOverrides;
  readonly error: EngineError;
}

export interface SweepResult<R extends Reducers> extends SweepProgress {
  readonly total: number;
  /** The first hundred, in task order. */
  readonly failures: readonly FailedRun[];
  readonly reduced: Reduced<R>;
  /** SHA-256, hex, chained over the order hash or the error code of every run, in task order. */
  readonly hash: string;
}

export interface Sweep<R extends Reducers> {
  readonly result: Promise<Result<SweepResult<R>>>;
  /** Ends the sweep at once: the result is the failure "cancelled", and its workers stop. */
  cancel(): void;
}

const MOST_FAILURES_LISTED = 100;

/**
 * Runs a strategy once for each set of parameters, on several workers over one shared panel, and reduces the runs
 * as they finish. Reducers see runs in task order, whichever worker was faster, so the result has the same bits with
 * any number of workers. A run that fails is counted and named and ends nothing else; one whose worker dies is run
 * once more on another, then it has failed ("worker-failed").
 *
 * The result fails with "bad-argument", "no-shared-memory", "unknown-metric", "cancelled", "worker-failed" when no
 * worker can begin, or the error of the recipe.
 *
 * @example sweep({ spawn, workers: 2, recipe, panel, config, parameters: grid({ top: [5, 10] }), reduce: { best: topRuns("sharpe", 1) } })
 */
export function sweep<R extends Reducers>(options: SweepOptions<R>): Sweep<R> {
  try {
    return begin(options);
  } catch (thrown) {
    const error = toEngineError(thrown, "the sweep");
    return { result: Promise.resolve({ ok: false, error }), cancel: () => {} };
  }
}

function begin<R extends Reducers>(options: SweepOptions<R>): Sweep<R> {
  const { parameters, periodsPerYear = 252 } = options;
  requireWithin("periodsPerYear", periodsPerYear, 1, 1e6);
  const reducers = Object.entries(options.reduce);
  const running = reducers.map(([, reducer]) => reducer.start());
  const setup: SweepSetup = {
    panel: sharePanel(options.panel),
    recipe: options.recipe,
    config: options.config,
    metrics: [...new Set(reducers.flatMap(([, reducer]) => reducer.metrics))],
    periodsPerYear,
    needsReturns: reducers.some(([, reducer]) => reducer.needsReturns),
  };
  const failures: FailedRun[] = [];
  let finished = 0;
  let failed = 0;
  let link = sha256(utf8ToBytes("asof sweep 1\n"));

  const note = (index: number, text: string): void => {
    link = sha256(concatBytes(link, utf8ToBytes(`${index}|${text}\n`)));
  };
  const noteFailure = (index: number, task: ParameterOverrides, error: EngineError): void => {
    // A metric that no run has is the sweep's mistake, not the run's.
    if (error.code === "unknown-metric") throw new ArgumentError(error.message, error.code, error.details);
    failed++;
    note(index, error.code);
    if (failures.length < MOST_FAILURES_LISTED) failures.push({ index, parameters: task, error });
  };
  const onOutcome = ({ index, task, outcome }: TaskOutcome<ParameterOverrides>): void => {
    const answer = outcome.ok ? readAnswer(outcome.value, setup) : null;
    if (!outcome.ok) noteFailure(index, task, outcome.error);
    else if (!answer) noteFailure(index, task, badAnswer(task));
    else {
      finished++;
      note(index, answer.orderHash);
      const run = asSweptRun(index, task, answer, setup);
      for (const reducer of running) reducer.add(run);
    }
    options.onProgress?.({ finished, failed, total: parameters.count });
  };
  const pool: PoolRun = runPool<ParameterOverrides>({
    spawn: options.spawn,
    workers: Math.min(options.workers, Math.max(1, parameters.count ?? options.workers)),
    setup,
    tasks: iterateParameters(parameters),
    nameOf: nameRun,
    onOutcome,
    onDeath: options.onWorkerDeath,
  });
  const summarise = (): Result<SweepResult<R>> => {
    if (finished + failed === 0) return fail("bad-argument", "there are no parameters to sweep over");
    const reduced = reducers.map(([name], k) => [name, running[k]!.result()]);
    return ok({
      finished,
      failed,
      total: finished + failed,
      failures,
      reduced: Object.fromEntries(reduced) as Reduced<R>,
      hash: bytesToHex(link),
    });
  };
  return { result: pool.result.then((ended) => (ended.ok ? summarise() : ended)), cancel: pool.cancel };
}

function asSweptRun(
  index: number,
  parameters: ParameterOverrides,
  answer: SweepAnswer,
  setup: SweepSetup,
): SweptRun {
  return {
    index,
    parameters,
    metric: (key) => answer.metrics[setup.metrics.indexOf(key)] ?? Number.NaN,
    orderHash: answer.orderHash,
    returns: answer.returns ?? new Float64Array(0),
    dates: answer.dates ?? new Int32Array(0),
  };
}

const badAnswer = (task: ParameterOverrides): EngineError => ({
  code: "worker-failed",
  message: `the worker's answer for ${nameRun(task)} is not one`,
});
