import type { Runner } from "../../bundle/runner/start-runner.ts";
import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { ValueSet } from "../contract/value-set.ts";
import { type RunnerDeath, type SupervisedRunner, superviseRunner } from "../runners/supervise-runner.ts";
import type { TickBook, Touched } from "../ticks/tick-book.ts";
import { computeValues } from "./compute-values.ts";
import { followVersion } from "./follow-version.ts";
import type { LivePanel } from "./live-panel.ts";
import { loadPublished, type Published } from "./published.ts";

const HOUR_MS = 3_600_000;
/** A timer counts no further; by then data has come. */
const LONGEST_WAIT_MS = 24 * HOUR_MS;

export interface RunningVersionOptions {
  readonly strategy: string;
  readonly version: number;
  readonly published: Published;
  readonly startRunner: () => Runner;
  readonly panelFor: (published: Published, isForBacktest: boolean) => Promise<WireResult<LivePanel>>;
  readonly now: () => number;
  readonly patienceMs: number;
  readonly backoffMs: (deaths: number) => number;
  readonly book: TickBook;
  readonly onComputed: (sets: readonly ValueSet[]) => void;
  readonly onFormed: (set: ValueSet) => void;
  readonly onFailed: (code: string, message: string) => void;
  /** `deaths`: within the last hour. */
  readonly onDeath: (death: RunnerDeath & { readonly deaths: number }) => void;
}

/** One version with its process. */
export interface RunningVersion {
  readonly published: Published;
  /** Computes it on the data as it is; asked again meanwhile, once more afterwards. */
  compute(): Promise<void>;
  /** Takes up ticks that came in, when its signal is an expression. */
  takeTicks(touched: Touched): void;
  readonly ask: SupervisedRunner["ask"];
  end(): void;
}

export const createRunningVersion = (options: RunningVersionOptions): RunningVersion => {
  const { published, panelFor, now, onComputed, onFailed, onDeath } = options;
  let isEnded = false;
  let isCurrentNeeded = false;
  const following = followVersion({ ...options, reread: () => void compute() });
  let isAskedAgain = false;
  let computing: Promise<void> | null = null;
  let due: NodeJS.Timeout | undefined;
  let deaths: readonly number[] = [];

  const runner = superviseRunner({
    start: options.startRunner,
    prepare: async (client) => {
      const loaded = await loadPublished(client, published);
      if (!loaded.ok) return loaded;
      isCurrentNeeded = loaded.value.isCurrentNeeded;
      following.define(loaded.value.expression);
      return loaded;
    },
    patienceMs: options.patienceMs,
    backoffMs: options.backoffMs,
    onDeath: (death) => {
      deaths = [...deaths.filter((at) => now() - at < HOUR_MS), now()];
      onDeath({ ...death, deaths: deaths.length });
      // The next process is kept warm, and has the values that this one owes.
      void compute();
    },
  });

  const computeOnce = async (): Promise<void> => {
    // What a definition needs is known once it is loaded.
    const loaded = await runner.ask(async () => wireOk(null));
    const live = loaded.ok ? await panelFor(published, isCurrentNeeded) : loaded;
    if (isEnded) return;
    if (!live.ok) return onFailed(live.error.code, live.error.message);
    wakeAt(live.value.nextAt);
    const { strategy, version } = options;
    const about = { strategy, version, published, isCurrentNeeded, now: now() };
    const computed = await runner.ask((client) => computeValues(client, live.value, about));
    if (isEnded) return;
    if (!computed.ok) return onFailed(computed.error.code, computed.error.message);
    onComputed(computed.value);
    following.begin(live.value, computed.value);
  };
  const wakeAt = (instant: number | null): void => {
    clearTimeout(due);
    if (instant === null) return;
    due = setTimeout(compute, Math.min(LONGEST_WAIT_MS, Math.max(0, instant / 1_000 - now()))).unref();
  };
  const compute = (): Promise<void> => {
    isAskedAgain = true;
    const run = async (): Promise<void> => {
      while (isAskedAgain && !isEnded) {
        isAskedAgain = false;
        await computeOnce();
      }
    };
    computing ??= run().finally(() => {
      computing = null;
    });
    return computing;
  };

  return {
    published,
    compute,
    takeTicks: following.take,
    ask: runner.ask,
    end: () => {
      isEnded = true;
      clearTimeout(due);
      following.end();
      runner.end();
    },
  };
};
