import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract } from "../../store/contract/store-contract.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { wireError } from "../../wire/contract.ts";
import { portsOverPipe } from "../../wire/frames.ts";
import { serve } from "../../wire/serve.ts";
import type { Display } from "../contract/display.ts";
import { type KernelContract, kernelContract } from "../contract/kernel-contract.ts";
import { denoProgram } from "../deno/start-deno.ts";
import { bundleDenoKernel } from "./bundle-kernel.ts";
import { denoIn, type User } from "./ordinary-user.ts";

/** Built once for every process of a test. */
let bundled: Promise<string> | null = null;

/** The kernel in a real Deno process without permissions, and what it has said so far. */
export interface DenoKernel {
  readonly child: ChildProcess;
  readonly client: Client<KernelContract>;
  readonly outputs: Map<string, readonly Display[]>;
  readonly lines: string[];
  readonly notices: string[];
  /** Makes these the notebook's cells: c0, c1 … */
  load(...sources: readonly string[]): Promise<void>;
  /** Runs cells, or all; the states of all cells afterwards. */
  run(...cellIds: readonly string[]): Promise<string[]>;
  /** Settles when a cell writes this line. */
  hear(line: string): Promise<void>;
  /** Settles when the process has ended, whoever ended it. */
  readonly hasEnded: Promise<void>;
  end(): void;
}

/**
 * @param user whom the process belongs to; who runs the test when left out
 * @param script another kernel than the one that is built
 */
export const startDenoKernel = async (user?: User, script?: string): Promise<DenoKernel> => {
  const folder = mkdtempSync(join(tmpdir(), "asof-kernel-"));
  const file = join(folder, "kernel.js");
  if (script === undefined) bundled ??= bundleDenoKernel();
  writeFileSync(file, script ?? (await bundled!));
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const flags = ["--no-prompt", "--no-config", "--no-remote", "--no-npm"];
  if (user) for (const path of [folder, file, empty]) chownSync(path, user.uid, user.gid);
  const child = spawn(user ? denoIn(folder) : denoProgram(), ["run", ...flags, file], {
    cwd: empty,
    stdio: ["pipe", "pipe", "inherit"],
    env: { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    ...user,
  });
  const [clientPort, storePort] = portsOverPipe(
    {
      write: (bytes) => void child.stdin.write(bytes),
      onData: (listener) => void child.stdout.on("data", listener),
      onEnd: (listener) => void child.on("close", listener),
      end: () => void child.kill("SIGKILL"),
    },
    2,
  );
  const absent = () => wireError("store-unavailable", "There is no store in this test.");
  const none = Object.fromEntries(Object.keys(storeContract.calls).map((name) => [name, absent]));
  serve(storePort!, storeContract, none as never);
  const client = connect(clientPort!, kernelContract);
  const outputs = new Map<string, readonly Display[]>();
  const lines: string[] = [];
  const notices: string[] = [];
  client.on("cells/changed", (changed) => {
    for (const { cellId, outputs: shown } of changed.outputs) outputs.set(cellId, shown);
  });
  client.on("cell/console", ({ text }) => void lines.push(text));
  client.on("kernel/notice", ({ code }) => void notices.push(code));
  let version = 0;
  const hasEnded = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    hasEnded,
    child,
    client,
    outputs,
    lines,
    notices,
    load: async (...sources) => {
      const attributes: never[] = [];
      const cells = sources.map((source, at) => ({
        id: `c${at}`,
        kind: "code" as const,
        source,
        attributes,
      }));
      const answer = await client.call("cells/update", { version: ++version, asOf: null, cells });
      if (!answer.ok) throw new Error(answer.error.message);
    },
    run: async (...cellIds) => {
      const wanted = cellIds.length > 0 ? [...cellIds] : ("all" as const);
      const answer = await client.call("cells/run", { cellIds: wanted, restart: false });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value.statuses.map(({ state }) => state);
    },
    hear: (line) =>
      new Promise((resolve) => {
        const off = client.on("cell/console", ({ text }) => {
          if (text !== line) return;
          off();
          resolve();
        });
      }),
    end: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
