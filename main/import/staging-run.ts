import { type StagingContract, stagingContract } from "../../store/contract/staging-contract.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { type WireResult, wireError } from "../../wire/contract.ts";
import type { StagingProcess } from "./staging-process.ts";

export interface StagingLimits {
  readonly memoryMb: number;
  /** A process that does not say that it has begun for so long is given up. */
  readonly startMs: number;
  /** Without a word for so long, a process that has begun is taken to hang. */
  readonly silentMs: number;
}

/** Starts a repeating timer and answers how to stop it. */
export type Repeat = (everyMs: number, action: () => void) => () => void;

const LOOK_EVERY_MS = 250;

/**
 * Asks one thing of a staging process and ends it. The answer always comes: the process's own, or a sentence that says
 * that it was cancelled, hung, used too much memory or died.
 */
export const runStaging = <T>(
  process: StagingProcess,
  limits: StagingLimits,
  repeat: Repeat,
  ask: (client: Client<StagingContract>, heard: () => void) => Promise<WireResult<T>>,
): { readonly answer: Promise<WireResult<T>>; cancel(): void } => {
  const client = connect(process.port, stagingContract);
  let settle: (result: WireResult<T>) => void = () => {};
  let isSettled = false;
  let silentMs = 0;
  let hasBegun = false;
  const heard = () => {
    silentMs = 0;
    hasBegun = true;
  };

  const end = (result: WireResult<T>) => {
    if (isSettled) return;
    isSettled = true;
    stopLooking();
    client.close();
    // Whoever commits next needs the store's file for itself.
    void process.kill().then(() => settle(result));
  };
  const look = () => {
    silentMs += LOOK_EVERY_MS;
    const memoryMb = process.memoryMb();
    if (memoryMb !== null && memoryMb > limits.memoryMb) {
      end(
        wireError(
          "too-large",
          `Reading the file took more than ${limits.memoryMb} MB of memory and was ended. Split the file, or write it as Parquet.`,
        ),
      );
    } else if (!hasBegun && silentMs >= limits.startMs) {
      end(
        wireError(
          "too-slow",
          `The process that reads files did not begin within ${Math.round(limits.startMs / 1000)} seconds and was ended. Try again when the machine is less busy.`,
        ),
      );
    } else if (hasBegun && silentMs >= limits.silentMs) {
      end(
        wireError(
          "too-slow",
          `Reading the file made no progress for ${Math.round(limits.silentMs / 1000)} seconds and was ended. The file may be damaged.`,
        ),
      );
    }
  };
  const stopLooking = repeat(LOOK_EVERY_MS, look);
  const answer = new Promise<WireResult<T>>((resolve) => {
    settle = resolve;
  });
  process.onExit(() =>
    end(
      wireError("not-readable", "The process that read the file ended unexpectedly. Nothing was taken in."),
    ),
  );
  client.on("process/alive", heard);
  void ask(client, heard).then(
    // `gone` is the port's word for a death; the exit says it better.
    (result) => {
      if (result.ok || result.error.code !== "gone") end(result);
    },
    (error) => end(wireError("not-readable", `The file could not be read: ${String(error)}.`)),
  );
  return {
    answer,
    cancel: () => end(wireError("cancelled", "The import was stopped. Nothing of it was kept.")),
  };
};
