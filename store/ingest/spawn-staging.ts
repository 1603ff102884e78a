import { fork } from "node:child_process";
import { connect } from "../../wire/connect.ts";
import type { Input, Output, WireResult } from "../../wire/contract.ts";
import { wireError } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import type { ImportProgress } from "../contract/import.ts";
import { type StagingContract, stagingContract } from "../contract/staging-contract.ts";
import { limits } from "./limits.ts";

export interface SpawnOptions {
  /** The bundled import process. */
  readonly script: string;
  readonly filePath: string;
  readonly storeDir: string;
  readonly fileName?: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /** A process that does not say that it has begun for so long is given up … */
  readonly startMs?: number;
  /** … and one that has begun and says nothing for so long is taken to hang. */
  readonly silentMs?: number;
}

const LOOK_EVERY_MS = 250;

type Name = keyof StagingContract["calls"] & string;

/**
 * Asks one thing about one file of a process that lives for it, and ends the process. The answer always comes: if the
 * process dies, hangs or is cancelled, a sentence says so. Electron does the same with a process of its own kind.
 */
export const askStaging = async <N extends Name>(
  options: SpawnOptions,
  name: N,
  input: Input<StagingContract, N>,
): Promise<WireResult<Output<StagingContract, N>>> => {
  const {
    script,
    filePath,
    storeDir,
    fileName,
    startMs = limits.startMs,
    silentMs = limits.silentMs,
  } = options;
  const child = fork(script, [filePath, storeDir, ...(fileName === undefined ? [] : [fileName])], {
    env: {},
    serialization: "json",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: ["--max-old-space-size=1024"],
  });
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint = (complaint + String(chunk)).slice(-2_000);
  });
  const port: Port = {
    post: (message) => {
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => child.on("message", listener),
    onClose: (listener) => child.once("exit", listener),
    close: () => {},
  };
  const client = connect(port, stagingContract);
  return await new Promise((resolve) => {
    // Looks are counted, not the clock: a machine that slept or stood still did so to the process as well.
    let silence = 0;
    let hasBegun = false;
    const hear = () => {
      silence = 0;
      hasBegun = true;
    };
    const end = (result: WireResult<Output<StagingContract, N>>) => {
      clearInterval(looking);
      options.signal?.removeEventListener("abort", cancel);
      child.kill("SIGKILL");
      resolve(result);
    };
    const cancel = () => end(wireError("cancelled", "The import was stopped. Nothing of it was kept."));
    const looking = setInterval(() => {
      silence += LOOK_EVERY_MS;
      if (hasBegun && silence > silentMs) end(wireError("too-slow", hungSentence(silentMs)));
      if (!hasBegun && silence > startMs) end(wireError("too-slow", notBegunSentence(startMs)));
    }, LOOK_EVERY_MS);
    client.on("process/alive", hear);
    client.on("import/progress", (progress) => {
      hear();
      options.onProgress?.(progress);
    });
    child.on("error", (error) =>
      end(wireError("not-readable", `The import process could not be started (${error.message}).`)),
    );
    if (options.signal?.aborted) return cancel();
    options.signal?.addEventListener("abort", cancel);
    void client.call(name, input).then((result) => {
      if (result.ok || result.error.code !== "gone") return end(result);
      const cause = complaint.trim().split("\n")[0] ?? "";
      end(
        wireError(
          "not-readable",
          `The process that read the file ended unexpectedly${cause === "" ? "" : ` (${cause})`}. Nothing was taken in.`,
        ),
      );
    });
  });
};

const hungSentence = (silentMs: number): string =>
  `Reading the file made no progress for ${silentMs / 1_000} seconds and was ended. The file may be damaged.`;

const notBegunSentence = (startMs: number): string =>
  `The process that reads files did not begin within ${startMs / 1_000} seconds and was ended. Nothing was taken in. Try again when the machine is less busy.`;
