import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cutOff, freePort, isOver, programOnPath } from "./service-process.ts";

const run = promisify(execFile);

/** Where redis-server is; null where it is not installed. */
export const redisProgram = () => programOnPath("redis-server");

export interface TestRedis {
  readonly url: string;
  readonly password: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, with nothing in it, unless it is there. */
  start(): Promise<void>;
  /** Leaves it without a turn, as a machine that hangs; its connections stay. */
  hang(): void;
  goOn(): void;
  /** What a Redis command answers. */
  command(...words: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A Redis of its own on this machine, with a password, that keeps nothing on disk. */
export const startRedis = async (program: string): Promise<TestRedis> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-redis-"));
  const port = await freePort();
  const password = "test%40word";
  const said = decodeURIComponent(password);
  const settings = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  let server: ChildProcess | undefined;
  const cli = join(program, "..", "redis-cli");
  const command = async (...words: readonly string[]) =>
    (await run(cli, ["-p", `${port}`, "--no-auth-warning", "-a", said, ...words])).stdout.trim();
  const start = async (): Promise<void> => {
    if (server && !isOver(server)) return;
    server = spawn(program, [...settings, "--requirepass", said, "--dir", folder], { stdio: "ignore" });
    for (let attempt = 0; attempt < 200; attempt++) {
      if ((await command("ping").catch(() => "")) === "PONG") return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("Redis did not start");
  };
  const kill = () => cutOff(server);
  await start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password: said,
    kill,
    start,
    hang: () => void server?.kill("SIGSTOP"),
    goOn: () => void server?.kill("SIGCONT"),
    command,
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
