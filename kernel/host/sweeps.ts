import { z } from "zod";
import {
  ArgumentError,
  type BacktestConfig,
  grid,
  metricTable,
  type ParameterSource,
  parameterList,
  randomSearch,
  type SpawnPoolWorker,
  type Sweep,
  sweep,
} from "../../engine/index.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { keptReturns } from "../parallel/kept-returns.ts";
import {
  type NotebookCode,
  RecipeError,
  type RecipeWorld,
  writeRecipe,
} from "../parallel/strategy-recipe.ts";
import {
  MOST_SWEPT_RUNS,
  type SweepReply,
  sweepPrepareSchema,
  sweepRequestSchema,
} from "../parallel/sweep-request.ts";
import { type LoadedPanel, panelOf } from "./panel-cache.ts";

/** Where the runs of sweeps happen: workers as sandboxed as the cells' own. */
export interface SweepWorkers {
  readonly spawn: SpawnPoolWorker;
  readonly count: number;
}

/** As many workers as there are cores; a few are enough to keep the machine busy. */
export const workerCount = (cores: number | undefined): number => Math.max(1, Math.min(8, cores ?? 2));

/** The notebook as it stands while a sweep runs. */
export interface SweptNotebook {
  readonly code: NotebookCode;
  readonly world: RecipeWorld;
}

export interface SweepContext {
  readonly notebook: SweptNotebook;
  readonly loadPanel: (
    request: z.output<typeof sweepRequestSchema>["panel"],
  ) => Promise<WireResult<LoadedPanel>>;
  readonly onProgress: (fraction: number, label: string) => void;
}

/** Sweeps that cells ask for. A cell is not trusted: its questions are parsed, and its code runs in workers only. */
export interface Sweeps {
  /** Whether the strategy of a name can be made in a worker. */
  prepare(input: unknown, notebook: SweptNotebook): WireResult<null>;
  run(input: unknown, context: SweepContext): Promise<WireResult<SweepReply>>;
  /** Ends whatever runs; tells whether anything did. */
  cancel(): boolean;
}

const sourceOf = (asked: z.output<typeof sweepRequestSchema>["parameters"]): ParameterSource => {
  switch (asked.kind) {
    case "grid":
      return grid(asked.axes as Parameters<typeof grid>[0]);
    case "random":
      return randomSearch(asked.axes as Parameters<typeof grid>[0], asked);
    case "list":
      return parameterList(asked.rows);
  }
};

const stopped = wireError("cancelled", "the sweep was stopped");

const failureOf = (thrown: unknown): WireResult<never> => {
  if (thrown instanceof RecipeError) return wireError("bad-argument", thrown.message);
  if (thrown instanceof ArgumentError) return wireError(thrown.code, thrown.message);
  throw thrown;
};

/** @param workers without them no sweep runs */
export const createSweeps = (workers: SweepWorkers | undefined): Sweeps => {
  let running: Pick<Sweep<never>, "cancel"> | null = null;
  /** Settles when the sweep asked for last has ended. */
  let last: Promise<unknown> = Promise.resolve();
  let cancelled = 0;

  const start = async (
    asked: z.output<typeof sweepRequestSchema>,
    { notebook, loadPanel, onProgress }: SweepContext,
    { spawn, count }: SweepWorkers,
    before: number,
  ): Promise<WireResult<SweepReply>> => {
    if (before !== cancelled) return stopped;
    const recipe = writeRecipe(notebook.code, asked.name, asked.fingerprint, notebook.world);
    const parameters = sourceOf(asked.parameters);
    if (parameters.count! > MOST_SWEPT_RUNS)
      return wireError(
        "bad-argument",
        `a sweep has at most ${MOST_SWEPT_RUNS} runs, was ${parameters.count}`,
      );
    const loaded = await loadPanel(asked.panel);
    if (!loaded.ok) return loaded;
    if (before !== cancelled) return stopped;
    const swept = sweep({
      spawn,
      workers: count,
      recipe,
      panel: panelOf(loaded.value),
      config: asked.config as unknown as BacktestConfig,
      parameters,
      reduce: { table: metricTable(asked.metrics), ...(asked.keepReturns && { kept: keptReturns() }) },
      onProgress: ({ finished, failed, total }) =>
        onProgress((finished + failed) / total!, `${finished + failed} / ${total}`),
    });
    running = swept;
    const result = await swept.result;
    running = null;
    if (!result.ok) return wireError(result.error.code, result.error.message);
    const { finished, failed, failures, hash, reduced } = result.value;
    const { table, kept } = reduced as {
      table: { readonly parameters: SweepReply["parameters"]; readonly metrics: SweepReply["metrics"] };
      kept?: Pick<SweepReply, "dates" | "returns">;
    };
    return wireOk({
      snapshotId: loaded.value.header.snapshotId,
      parameters: table.parameters,
      metrics: table.metrics,
      finished,
      failed,
      failures: failures.map(({ parameters: given, error: { code, message } }) => ({
        parameters: given,
        code,
        message,
      })),
      dates: kept?.dates ?? new Int32Array(0),
      returns: kept?.returns ?? new Float64Array(0),
      hash,
    });
  };

  return {
    prepare: (input, { code, world }) => {
      const parsed = sweepPrepareSchema.safeParse(input);
      if (!parsed.success) return wireError("bad-request", z.prettifyError(parsed.error));
      if (!workers) return wireError("no-workers", "Sweeps do not run here.");
      try {
        writeRecipe(code, parsed.data.name, null, world);
        return wireOk(null);
      } catch (thrown) {
        return failureOf(thrown);
      }
    },
    run: async (input, context) => {
      const parsed = sweepRequestSchema.safeParse(input);
      if (!parsed.success) return wireError("bad-request", z.prettifyError(parsed.error));
      if (!workers) return wireError("no-workers", "Sweeps do not run here.");
      const before = cancelled;
      // One after the other: a cell that asks for many at once gets no more workers than one sweep has.
      const answer = last.then(() => start(parsed.data, context, workers, before)).catch(failureOf);
      last = answer.catch(() => {});
      return answer;
    },
    cancel: () => {
      cancelled++;
      const wasRunning = running !== null;
      running?.cancel();
      running = null;
      return wasRunning;
    },
  };
};
