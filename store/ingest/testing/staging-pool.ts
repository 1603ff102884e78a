import { type ChildProcess, fork } from "node:child_process";
import type { Input, Output, WireResult } from "../../../wire/contract.ts";
import { wireError } from "../../../wire/contract.ts";
import type { StagingContract } from "../../contract/staging-contract.ts";
import { bundleChild } from "../../testing/bundle-child.ts";

type Name = keyof StagingContract["calls"] & string;

export interface PoolAnswer<N extends Name> {
  /** With the codes `crashed` and `hung` where the worker did. */
  readonly result: WireResult<Output<StagingContract, N>>;
  /** What the file cost the worker's processor: unlike the clock, no neighbour changes it. */
  readonly cpuMs: number;
}

export interface StagingPool {
  ask<N extends Name>(
    filePath: string,
    storeDir: string,
    name: N,
    input: Input<StagingContract, N>,
  ): Promise<PoolAnswer<N>>;
  /** Workers that ended by themselves, or had to be ended. */
  readonly lost: number;
  close(): Promise<void>;
}

/** A worker without a life sign for so long hangs; generous, because tests share their machine. */
const SILENT_MS = 30_000;

/**
 * Staging processes that take one file after the other, so that thousands can be tried in minutes. One that crashes
 * or hangs is told of and replaced.
 */
export const openStagingPool = async (size: number): Promise<StagingPool> => {
  const { script, remove } = await bundleChild("store/ingest/testing/staging-worker.ts");
  const idle: ChildProcess[] = [];
  const waiting: ((worker: ChildProcess) => void)[] = [];
  let lost = 0;
  let nextId = 1;
  const start = (): ChildProcess =>
    fork(script, [], {
      env: {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: ["--max-old-space-size=1024"],
    });
  const give = (worker: ChildProcess): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  for (let i = 0; i < size; i++) idle.push(start());

  const askWorker = <N extends Name>(worker: ChildProcess, question: object): Promise<PoolAnswer<N>> =>
    new Promise((resolve) => {
      let silence = setTimeout(() => end("hung"), SILENT_MS);
      const end = (answer: PoolAnswer<N> | "hung" | "crashed"): void => {
        clearTimeout(silence);
        worker.removeAllListeners("message");
        worker.removeAllListeners("exit");
        if (typeof answer !== "string") {
          give(worker);
          resolve(answer);
          return;
        }
        lost++;
        worker.kill("SIGKILL");
        give(start());
        resolve({ result: wireError(answer, `The worker ${answer}.`), cpuMs: Number.NaN });
      };
      worker.on("exit", () => end("crashed"));
      worker.on("message", (message: { kind: string; result: PoolAnswer<N>["result"]; cpuMs: number }) => {
        clearTimeout(silence);
        if (message.kind === "answer") end({ result: message.result, cpuMs: message.cpuMs });
        else silence = setTimeout(() => end("hung"), SILENT_MS);
      });
      worker.send({ ...question, id: nextId++ });
    });

  return {
    ask: async (filePath, storeDir, name, input) => {
      const worker = idle.pop() ?? (await new Promise<ChildProcess>((resolve) => waiting.push(resolve)));
      return askWorker(worker, { filePath, storeDir, name, input });
    },
    get lost() {
      return lost;
    },
    close: async () => {
      for (const worker of idle) worker.kill("SIGKILL");
      await remove();
    },
  };
};
