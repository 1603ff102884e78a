import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { setPriority, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BytePipe, portsOverPipe } from "../../wire/frames.ts";
import type { Port } from "../../wire/port.ts";
import { type Yielding, yieldingWords } from "./yielding.ts";

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
/** As `nice` counts. */
const LOW_PRIORITY = 19;
const MOST_COMPLAINT_BYTES = 4 * 1024 * 1024;

/** What a process may use, where it runs code that nobody watches. */
export interface DenoLimits {
  /**
   * Bytes that it may ever write to, buffers and code of its own included: 1.1 GiB count before anything
   * runs, most of them never used. The system refuses more, where it has `prlimit`. Its address space is no measure: Deno reserves tens of
   * gigabytes of that and uses few.
   */
  readonly dataBytes?: number;
  /** Bytes of one message from it. Whoever says more is ended. */
  readonly frameBytes?: number;
  /** How everything else on the machine goes first; as any other process when left out. */
  readonly yielding?: Yielding;
}

/** Found once: where there is none, memory is bounded by the watch inside the process alone. */
const prlimit =
  process.platform === "linux" ? ["/usr/bin/prlimit", "/bin/prlimit"].find(existsSync) : undefined;

/** A Deno process without any permission, spoken to over its standard input and output only. */
export interface DenoProcess {
  readonly ports: readonly Port[];
  /** What the process wrote to its error stream: only ever its own faults. */
  errors(): string;
  /** Whether it was ended because it said too much. */
  isTooLoud(): boolean;
  end(): void;
}

/**
 * Starts a script in a Deno process with no permission at all: no files, no network, no environment, an empty folder.
 *
 * @param channels ports over its pipes
 * @param executable where Deno is, if not where it was installed
 */
export const startDeno = (
  script: string,
  channels: number,
  limits: DenoLimits = {},
  executable: string = denoProgram(),
): DenoProcess => {
  const folder = mkdtempSync(join(tmpdir(), "asof-deno-"));
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const args = ["run", "--no-prompt", "--no-config", "--no-remote", "--no-npm", "--no-code-cache", "--quiet"];
  const { dataBytes, frameBytes, yielding } = limits;
  const heapMb = Math.min(MAX_HEAP_MB, Math.floor((dataBytes ?? Number.POSITIVE_INFINITY) / 2_097_152));
  const deno = [executable, ...args, `--v8-flags=--max-old-space-size=${heapMb}`, script];
  const isBounded = dataBytes !== undefined && prlimit !== undefined;
  const first = yielding === undefined ? [] : yieldingWords(yielding);
  const [program, ...words] = [...first, ...(isBounded ? [prlimit, `--data=${dataBytes}`] : []), ...deno];
  const child = spawn(program!, words, {
    cwd: empty,
    // Without the second, Deno itself looks for a newer version of itself on the network at each start.
    env: { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (yielding && first.length === 0 && child.pid !== undefined) setPriority(child.pid, LOW_PRIORITY);
  let errors = "";
  let complained = 0;
  let isTooLoud = false;
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + String(chunk)).slice(-20_000);
    complained += chunk.length;
    if (complained > MOST_COMPLAINT_BYTES) silence();
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
    // Ours to call only when what came could not be read.
    end: () => silence(),
  };
  const silence = () => {
    isTooLoud = true;
    child.kill("SIGKILL");
  };
  const ports = portsOverPipe(pipe, channels, frameBytes);
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
    isTooLoud: () => isTooLoud,
    end: () => {
      for (const signal of signals) process.removeListener(signal, onSignal);
      end();
    },
  };
};
