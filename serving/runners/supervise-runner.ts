import { setTimeout as wait } from "node:timers/promises";
import type { RunnerContract } from "../../bundle/contract/runner-contract.ts";
import type { Runner } from "../../bundle/runner/start-runner.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireError } from "../../wire/contract.ts";
import type { runnerLimits } from "../contract/compute-contract.ts";

export interface RunnerDeath {
  readonly limit: (typeof runnerLimits)[number];
  readonly message: string;
}

export interface SuperviseOptions {
  /** Starts a process. */
  readonly start: () => Runner;
  /** What a new process is told before all else: its definition. */
  readonly prepare: (client: Client<RunnerContract>) => Promise<WireResult<unknown>>;
  /** How long a question may take, in milliseconds. */
  readonly patienceMs: number;
  /** How long the process after the n-th death in a row waits, in milliseconds. */
  readonly backoffMs: (deaths: number) => number;
  readonly onDeath: (death: RunnerDeath) => void;
}

type Question<T> = (client: Client<RunnerContract>) => Promise<WireResult<T>>;

export interface SupervisedRunner {
  /**
   * Asks a process that is prepared, one question after the other. Fails with `runner-ended` when it was ended or ended
   * by itself over it; the next question is put to a new one.
   */
  ask<T>(question: Question<T>, patienceMs?: number): Promise<WireResult<T>>;
  end(): void;
}

const ended = (message: string) => wireError("runner-ended", message);

/**
 * Keeps a process for one published definition: started when it is first asked, ended when a question takes too long, it
 * uses too much memory or says too much, and replaced after a while, which grows with each death in a row.
 */
export const superviseRunner = (options: SuperviseOptions): SupervisedRunner => {
  const { start, prepare, patienceMs, backoffMs, onDeath } = options;
  const stop = new AbortController();
  let current: Runner | null = null;
  let deathsInRow = 0;
  let isAsking = false;
  let turn: Promise<unknown> = Promise.resolve();

  /** Takes note of a death, once for each process. */
  const lose = (runner: Runner, lateAfterMs: number | null): RunnerDeath => {
    current = null;
    deathsInRow++;
    const death = deathOf(runner, lateAfterMs);
    runner.end();
    if (!stop.signal.aborted) onDeath(death);
    return death;
  };

  const within = async <T>(runner: Runner, question: Question<T>, mostMs: number): Promise<WireResult<T>> => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      runner.end();
    }, mostMs);
    isAsking = true;
    const answer = await question(runner.client);
    isAsking = false;
    clearTimeout(timer);
    if (answer.ok || answer.error.code !== "gone") return answer;
    return ended(lose(runner, isLate ? mostMs : null).message);
  };

  const begin = async (): Promise<WireResult<Runner>> => {
    if (current) return { ok: true, value: current };
    if (deathsInRow > 0)
      await wait(backoffMs(deathsInRow), undefined, { signal: stop.signal }).catch(() => {});
    if (stop.signal.aborted) return ended("The version is not run any more.");
    const runner = start();
    current = runner;
    runner.client.onClose(() => {
      if (current === runner && !isAsking) lose(runner, null);
    });
    const prepared = await within(runner, prepare, patienceMs);
    if (prepared.ok) return { ok: true, value: runner };
    if (current === runner) {
      current = null;
      runner.end();
    }
    return prepared;
  };

  const askNow = async <T>(question: Question<T>, mostMs: number): Promise<WireResult<T>> => {
    const begun = await begin();
    if (!begun.ok) return begun;
    const answer = await within(begun.value, question, mostMs);
    if (answer.ok) deathsInRow = 0;
    return answer;
  };

  return {
    ask: <T>(question: Question<T>, mostMs = patienceMs) => {
      const mine = turn.then(() => askNow(question, mostMs));
      turn = mine.catch(() => {});
      return mine;
    },
    end: () => {
      stop.abort();
      current?.end();
      current = null;
    },
  };
};

const deathOf = (runner: Runner, lateAfterMs: number | null): RunnerDeath => {
  if (lateAfterMs !== null) return { limit: "time", message: `It took more than ${lateAfterMs / 1_000} s.` };
  if (runner.isTooLoud()) return { limit: "output", message: "It said too much." };
  const errors = runner.errors().trim();
  if (/memory/i.test(errors)) return { limit: "memory", message: "It used too much memory." };
  return { limit: "death", message: errors.split("\n")[0]?.slice(0, 400) || "It ended." };
};
