import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BytePipe, portsOverPipe } from "../../wire/frames.ts";
import type { Port } from "../../wire/port.ts";

/** The Deno of this installation. Its package's own launcher is a script; the program itself lies beside it. */
export const denoProgram = (): string => {
  const packageFolder = resolve(createRequire(import.meta.url).resolve("deno/package.json"), "..");
  const program = join(packageFolder, process.platform === "win32" ? "deno.exe" : "deno");
  if (existsSync(program)) return program;
  const platform =
    process.platform === "linux" ? `linux-${process.arch}-glibc` : `${process.platform}-${process.arch}`;
  const binary = process.platform === "win32" ? "deno.exe" : "deno";
  return resolve(createRequire(import.meta.url).resolve(`@deno/${platform}/package.json`), "..", binary);
};

const MAX_HEAP_MB = 3_072;

/** A Deno process without any permission, spoken to over its standard input and output only. */
export interface DenoProcess {
  readonly ports: readonly Port[];
  /** What the process wrote to its error stream: only ever its own faults. */
  errors(): string;
  end(): void;
}

/**
 * Starts a script in a Deno process with no permission at all: no files, no network, no environment, an empty folder.
 *
 * @param channels ports over its pipes
 */
export const startDeno = (script: string, channels: number): DenoProcess => {
  const folder = mkdtempSync(join(tmpdir(), "asof-deno-"));
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const args = ["run", "--no-prompt", "--no-config", "--no-remote", "--no-npm", "--no-code-cache", "--quiet"];
  const child = spawn(denoProgram(), [...args, `--v8-flags=--max-old-space-size=${MAX_HEAP_MB}`, script], {
    cwd: empty,
    // Without the second, Deno itself looks for a newer version of itself on the network at each start.
    env: { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors = (errors + String(chunk)).slice(-20_000);
  });
  child.on("error", (error) => {
    errors += String(error);
  });
  // Writing to a process that is gone is told by its exit, not by this stream.
  child.stdin.on("error", () => {});
  const pipe: BytePipe = {
    write: (bytes) => child.stdin.write(bytes),
    onData: (listener) => child.stdout.on("data", listener),
    onEnd: (listener) => child.on("close", listener),
    end: () => child.kill("SIGKILL"),
  };
  const ports = portsOverPipe(pipe, channels);
  const end = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  // A run that is interrupted leaves no process and no folder behind; then the signal has its usual effect.
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (signal: NodeJS.Signals) => {
    end();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.once(signal, onSignal);
  return {
    ports,
    errors: () => errors,
    end: () => {
      for (const signal of signals) process.removeListener(signal, onSignal);
      end();
    },
  };
};
