import { wrap } from "comlink";
import { config } from "zod";
import { messagePort } from "../../../wire/message-port.ts";
import type { AsyncLanguage } from "../../host/async-language.ts";
import { createKernelHost, type KernelHost } from "../../host/kernel-host.ts";
import { workerCount } from "../../host/sweeps.ts";
import type { AsyncTables } from "../../host/table-keeper.ts";
import type { Language } from "../../language/language.ts";
import { spawnPoolWorkerWith } from "../../parallel/spawn-pool-worker.ts";
import type { Tables } from "../../tables/tables.ts";
import { spawnWith } from "../spawn-cell-worker.ts";

// The page's policy forbids making code from text, which zod would otherwise try.
config({ jitless: true });

const language = wrap<Language>(
  new Worker("./language-worker.js", { name: "language" }),
) as unknown as AsyncLanguage;
const tables = wrap<Tables>(new Worker("./table-worker.js", { name: "tables" })) as unknown as AsyncTables;
let host: KernelHost | null = null;

const hearPreload = (event: MessageEvent): void => {
  if (event.source !== window) return;
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === "asof:kernel-boot" && !host) {
    const [client, store, queries] = event.ports;
    if (!client || !store || !queries) return;
    host = createKernelHost({
      client: messagePort(client),
      store: messagePort(store),
      queries: messagePort(queries),
      language,
      spawnCellWorker: () => spawnWith(() => new Worker("./cell-worker.js", { name: "cell" })),
      sweepWorkers: {
        spawn: spawnPoolWorkerWith(() => new Worker("./pool-worker.js", { name: "pool" })),
        count: workerCount(navigator.hardwareConcurrency),
      },
      tables,
      isOpenable: true,
      now: () => performance.now(),
    });
  }
  if (type === "asof:kernel-store" && event.ports[0]) host?.replaceStore(messagePort(event.ports[0]));
};
window.addEventListener("message", hearPreload);
