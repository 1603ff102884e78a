import type { BytePipe } from "../../wire/frames.ts";

/** The little of Deno that our shells use: the process's own pipes. It has no other permission. */
declare const Deno: {
  readonly stdin: { readonly readable: ReadableStream<Uint8Array> };
  readonly stdout: { readonly writable: WritableStream<Uint8Array> };
  exit(code: number): never;
  memoryUsage(): { readonly rss: number };
};

/** Makes workers from a script's text: a Deno without permissions reads no file. */
export const workerFrom = (source: string): (() => Worker) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return () => new Worker(url, { type: "module" });
};

/** The process's standard input and output. */
export const stdio = (): BytePipe => {
  const writer = Deno.stdout.writable.getWriter();
  // The other end closing its pipe is how this process learns that it is no longer wanted.
  const leave = () => Deno.exit(0);
  return {
    write: (bytes) => void writer.write(bytes).catch(leave),
    onData: (listener) => {
      const read = async () => {
        for await (const bytes of Deno.stdin.readable) listener(bytes);
        leave();
      };
      read().catch(leave);
    },
    onEnd: () => {},
    // What was said last is written first.
    end: () => void writer.close().finally(leave),
  };
};

/** Ends the process, with a reason on its error stream. */
export const endProcess = (code: number, reason: string): never => {
  console.error(reason);
  return Deno.exit(code);
};

const MEMORY_LIMIT_MB = 3_072;

/**
 * Buffers and many small objects do not count for the engine's own limits, and a worker that spins cannot be asked: so
 * this thread watches the process, and ends it.
 *
 * @param who the subject of the sentence that says why, such as "The notebook"
 */
export const watchMemory = (who: string): void => {
  setInterval(() => {
    if (Deno.memoryUsage().rss < MEMORY_LIMIT_MB * 1_048_576) return;
    endProcess(137, `${who} used more than ${MEMORY_LIMIT_MB} MB and was ended: use less data at once.`);
  }, 100);
};
