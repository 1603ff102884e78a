import { z } from "zod";
import { messagePort, type PortLike } from "../../wire/message-port.ts";
import { prepareCatalog } from "../catalog/prepare-catalog.ts";
import { openStore, type Store } from "../open-store.ts";
import type { Reingest } from "../recovery/open-recovered.ts";
import { describeRecovery } from "../recovery/recovery-report.ts";
import { serveStore } from "../serve-store.ts";
import { serveWriter, type WriterDependencies } from "../serve-writer.ts";

/** `process.parentPort` of an Electron utility process, as far as we use it. */
export interface ParentPort {
  on(
    event: "message",
    listener: (event: { readonly data: unknown; readonly ports: PortLike[] }) => void,
  ): unknown;
  postMessage(message: unknown): void;
}

const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("open"), dir: z.string() }),
  z.object({ type: z.literal("connect"), rights: z.enum(["read", "write"]).default("read") }),
  z.object({ type: z.literal("close") }),
]);

type Rights = "read" | "write";

/** What the shell brings along. */
export interface StoreProcessDependencies extends WriterDependencies {
  readonly reingest?: Reingest;
}

/**
 * The life of the store's process: `open` a folder (answered by `ready` or `failed`), `connect` a port as often as
 * asked, for reading or for writing, `close` (answered by `closed`, then the process ends). Ports that come before
 * the store is open wait. `ready` has `notes`, sentences for a person, when something had to be put in order.
 */
export const runStoreProcess = (
  parent: ParentPort,
  exit: (code: number) => void,
  dependencies: StoreProcessDependencies,
): void => {
  let store: Store | undefined;
  let hasFailed = false;
  const waiting: { readonly port: PortLike; readonly rights: Rights }[] = [];
  const { reingest } = dependencies;

  const open = async (dir: string) => {
    const opened = await openStore(dir, reingest ? { reingest } : {});
    if (!opened.ok) {
      hasFailed = true;
      for (const { port } of waiting.splice(0)) port.close();
      return parent.postMessage({ type: "failed", message: opened.error.message });
    }
    store = opened.value;
    for (const { port, rights } of waiting.splice(0)) connect(port, rights);
    const notes = describeRecovery(store.recovery);
    parent.postMessage(notes.length > 0 ? { type: "ready", notes } : { type: "ready" });
    void prepareCatalog(store);
  };
  const connect = (port: PortLike, rights: Rights) => {
    if (hasFailed) port.close();
    else if (!store) waiting.push({ port, rights });
    else if (rights === "write") serveWriter(messagePort(port), store, dependencies, reportInternalError);
    else serveStore(messagePort(port), store, reportInternalError);
  };
  const close = () => {
    store?.close();
    parent.postMessage({ type: "closed" });
    exit(0);
  };

  parent.on("message", ({ data, ports }) => {
    const message = messageSchema.safeParse(data);
    if (!message.success) return;
    if (message.data.type === "open") void open(message.data.dir);
    else if (message.data.type === "connect" && ports[0]) connect(ports[0], message.data.rights);
    else if (message.data.type === "close") close();
  });
};

const reportInternalError = (error: unknown, call: string): void => {
  console.error(`store: ${call} failed`, error);
};
