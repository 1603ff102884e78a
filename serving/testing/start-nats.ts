import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cutOff, freePort, isOver, programOnPath } from "./service-process.ts";

/** Where nats-server is; null where it is not installed. */
export const natsProgram = () => programOnPath("nats-server");

export interface TestNats {
  readonly port: number;
  readonly password: string;
  kill(): Promise<void>;
  /** Starts it again on what it left behind, unless it is there. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

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
  const start = async (): Promise<void> => {
    if (server && !isOver(server)) return;
    await new Promise<void>((resolve, reject) => {
      const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"] });
      server = child;
      let told = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        told += text;
        if (told.includes("Server is ready")) resolve();
      });
      child.once("exit", () => reject(new Error(`nats-server ended: ${told}`)));
    });
  };
  const kill = () => cutOff(server);
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
