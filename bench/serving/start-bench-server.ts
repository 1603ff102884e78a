import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface BenchServer {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the server's process, after its garbage was collected. */
  memory(): Promise<NodeJS.MemoryUsage>;
  stop(): Promise<void>;
}

/** Starts one of the servers beside the measures, in a folder of its own; resolves when it listens. */
export const startBenchServer = async (script: string): Promise<BenchServer> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-bench-serving-"));
  const child: ChildProcess = fork(join(import.meta.dirname, script), [folder], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.setEncoding("utf8").once("data", resolve);
    child.once("exit", () => reject(new Error("the server ended")));
  });
  const { address, token } = JSON.parse(line) as { address: string; token: string };
  return {
    address,
    headers: { authorization: `Bearer ${token}` },
    memory: () =>
      new Promise((resolve) => {
        child.once("message", (memory) => resolve(memory as NodeJS.MemoryUsage));
        child.send("memory");
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
