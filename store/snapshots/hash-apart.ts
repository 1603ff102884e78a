import { Worker } from "node:worker_threads";
import type { ColumnHasher } from "./column-hasher.ts";

/** Buffers on their way there and back, beside those that are being filled: what the memory is bounded by. */
const MOST_UNDER_WAY = 64;

/** A buffer and what of it counts, or that no more will come. */
type Question = { readonly column: number; readonly buffer: ArrayBuffer; readonly length: number } | "finish";
/** The buffer back, or the digests. */
type Answer = ArrayBuffer | readonly Uint8Array[];

/** Runs in the worker. Its text is all that gets there, so it may use nothing from around it. */
const answerQuestions = (
  { createHash }: typeof import("node:crypto"),
  { parentPort, workerData }: typeof import("node:worker_threads"),
): void => {
  const hashes = Array.from({ length: workerData as number }, () => createHash("sha256"));
  const answer = (message: Answer, moved: ArrayBuffer[] = []) => parentPort!.postMessage(message, moved);
  parentPort!.on("message", (question: Question) => {
    if (question === "finish") return answer(hashes.map((hash) => hash.digest()));
    const { column, buffer, length } = question;
    hashes[column]!.update(new Uint8Array(buffer, 0, length));
    answer(buffer, [buffer]);
  });
};

/**
 * Hashes in a thread of its own, while this one reads on. The thread is started from text, because the code that
 * starts it is bundled into several programs, and none of them has to bring a file along for it.
 */
export const hashApart = (columns: number): ColumnHasher => {
  const worker = new Worker(
    `(${answerQuestions})(require("node:crypto"), require("node:worker_threads"))`,
    // Flags of this process, such as a loader of tests, are not meant for the worker.
    { eval: true, execArgv: [], workerData: columns },
  );
  const idle: ArrayBuffer[] = [];
  let underWay = 0;
  let digests: readonly Uint8Array[] | undefined;
  let failure: Error | undefined;
  let wake = () => {};
  const fail = (error: Error): void => {
    failure ??= error;
    wake();
  };
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("The thread that hashes columns ended too early.")));
  worker.on("message", (answer: Answer) => {
    if (answer instanceof ArrayBuffer) {
      idle.push(answer);
      underWay--;
    } else digests = answer;
    wake();
  });
  const ask = (question: Question, moved: ArrayBuffer[] = []) => worker.postMessage(question, moved);
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    take: (column, buffer, length) => {
      // Moving a buffer leaves it without bytes.
      const { byteLength } = buffer;
      ask({ column, buffer, length }, [buffer]);
      underWay++;
      return idle.pop() ?? new ArrayBuffer(byteLength);
    },
    room: () => until(() => underWay < MOST_UNDER_WAY),
    finish: async () => {
      ask("finish");
      await until(() => digests !== undefined);
      return digests!;
    },
    close: async () => {
      await worker.terminate();
    },
  };
};
