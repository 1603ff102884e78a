import cellWorkerSource from "virtual:cell-worker";
import languageWorkerSource from "virtual:language-worker";
import poolWorkerSource from "virtual:pool-worker";
import { wrap } from "comlink";
import { config } from "zod";
import { type BytePipe, portsOverPipe } from "../../wire/frames.ts";
import type { AsyncLanguage } from "../host/async-language.ts";
import { createKernelHost } from "../host/kernel-host.ts";
import { workerCount } from "../host/sweeps.ts";
import type { Language } from "../language/language.ts";
import { spawnPoolWorkerWith } from "../parallel/spawn-pool-worker.ts";
import { spawnWith } from "./spawn-cell-worker.ts";

/** The little of Deno that this shell uses: the process's own pipes. It has no other permission. */
declare const Deno: {
  readonly stdin: { readonly readable: ReadableStream<Uint8Array> };
  readonly stdout: { readonly writable: WritableStream<Uint8Array> };
  exit(code: number): never;
  memoryUsage(): { readonly rss: number };
};

config({ jitless: true });

const workerFrom = (source: string) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return () => new Worker(url, { type: "module" });
};

const stdio = (): BytePipe => {
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
    end: leave,
  };
};

/**
 * Buffers and many small objects do not count for the engine's own limits, and a worker that spins cannot be asked: so
 * this thread watches the process, and ends it.
 */
const MEMORY_LIMIT_MB = 3_072;
setInterval(() => {
  if (Deno.memoryUsage().rss < MEMORY_LIMIT_MB * 1_048_576) return;
  console.error(`The notebook used more than ${MEMORY_LIMIT_MB} MB and was ended: use less data at once.`);
  Deno.exit(137);
}, 100);

const [client, store, queries] = portsOverPipe(stdio(), 3);
createKernelHost({
  client: client!,
  store: store!,
  queries: queries!,
  language: wrap<Language>(workerFrom(languageWorkerSource)()) as unknown as AsyncLanguage,
  spawnCellWorker: () => spawnWith(workerFrom(cellWorkerSource)),
  sweepWorkers: {
    spawn: spawnPoolWorkerWith(workerFrom(poolWorkerSource)),
    count: workerCount(navigator.hardwareConcurrency),
  },
  now: () => performance.now(),
});
