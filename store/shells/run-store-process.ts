import { z } from "zod";
import { messagePort, type PortLike } from "../../wire/message-port.ts";
import { openStore, type Store } from "../open-store.ts";
import { serveStore } from "../serve-store.ts";

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
  z.object({ type: z.literal("connect") }),
  z.object({ type: z.literal("close") }),
]);

/**
 * The life of the store's process: `open` a folder (answered by `ready` or `failed`), `connect` a port as often as
 * asked, `close` (answered by `closed`, then the process ends). Ports that come before the store is open wait.
 */
export const runStoreProcess = (parent: ParentPort, exit: (code: number) => void): void => {
  let store: Store | undefined;
  let hasFailed = false;
  const waiting: PortLike[] = [];

  const open = async (dir: string) => {
    const opened = await openStore(dir);
    if (!opened.ok) {
      hasFailed = true;
      for (const port of waiting.splice(0)) port.close();
      return parent.postMessage({ type: "failed", message: opened.error.message });
    }
    store = opened.value;
    for (const port of waiting.splice(0)) connect(port);
    parent.postMessage({ type: "ready" });
  };
  const connect = (port: PortLike) => {
    if (hasFailed) port.close();
    else if (store) serveStore(messagePort(port), store, reportInternalError);
    else waiting.push(port);
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
    else if (message.data.type === "connect" && ports[0]) connect(ports[0]);
    else if (message.data.type === "close") close();
  });
};

const reportInternalError = (error: unknown, call: string): void => {
  console.error(`store: ${call} failed`, error);
};
