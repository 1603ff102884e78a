import cellWorkerSource from "virtual:cell-worker";
import languageWorkerSource from "virtual:language-worker";
import poolWorkerSource from "virtual:pool-worker";
import { wrap } from "comlink";
import { config } from "zod";
import { portsOverPipe } from "../../wire/frames.ts";
import type { AsyncLanguage } from "../host/async-language.ts";
import { createKernelHost } from "../host/kernel-host.ts";
import { workerCount } from "../host/sweeps.ts";
import type { Language } from "../language/language.ts";
import { spawnPoolWorkerWith } from "../parallel/spawn-pool-worker.ts";
import { stdio, watchMemory, workerFrom } from "./deno-process.ts";
import { spawnWith } from "./spawn-cell-worker.ts";

config({ jitless: true });
watchMemory("The notebook");

const pipe = stdio();
const [client, store, queries] = portsOverPipe(pipe, 3);
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
  // A worker that spins goes on though Deno says that it has ended it: only the process can be ended. Whoever wants to
  // go on starts another; the answers that are due go out before.
  onLeftover: () => void setTimeout(pipe.end, 0),
  now: () => performance.now(),
});
