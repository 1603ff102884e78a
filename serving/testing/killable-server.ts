import { type ChildProcess, spawn } from "node:child_process";

export interface KillableServer {
  readonly address: string;
  readonly tokens: Readonly<Record<string, string>>;
  kill(): Promise<void>;
}

/** Starts the server of `kill-server.ts` as a process; resolves when it listens. */
export const startKillable = async (script: string, args: readonly string[]): Promise<KillableServer> => {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: import.meta.dirname,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let complaint = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout!.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.includes("\n")) resolve(text);
    });
    void ended.then(() => reject(new Error(`the server ended: ${complaint}`)));
  });
  const { address, tokens } = JSON.parse(line) as Pick<KillableServer, "address" | "tokens">;
  return {
    address,
    tokens,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};
