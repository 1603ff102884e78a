import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Where nats-server is; null where it is not installed. */
export const natsProgram = (): string | null =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "nats-server"))
    .find((program) => existsSync(program)) ?? null;

export interface TestNats {
  readonly port: number;
  readonly password: string;
  kill(): Promise<void>;
  /** Starts it again on what it left behind. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A broker of its own with JetStream, in a new folder, for one user. */
export const startNats = async (program: string): Promise<TestNats> => {
  const folder = await mkdtemp(join(tmpdir(), "asof-nats-"));
  const port = await freePort();
  const password = "a-word-nobody-logs";
  const words = [
    "-js",
    "-sd",
    folder,
    "-a",
    "127.0.0.1",
    "-p",
    String(port),
    "--user",
    "asof",
    "--pass",
    password,
  ];
  let server: ChildProcess | undefined;
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"] });
      server = child;
      let told = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        told += text;
        if (told.includes("Server is ready")) resolve();
      });
      child.once("exit", () => reject(new Error(`nats-server ended: ${told}`)));
    });
  const kill = async (): Promise<void> => {
    const dying = server;
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
    const ended = new Promise((resolve) => dying.once("exit", resolve));
    dying.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    port,
    password,
    kill,
    start,
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
