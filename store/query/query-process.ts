import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { STORE_FILE } from "../schema/schema-version.ts";
import { endWhenTooLarge } from "./end-when-too-large.ts";
import { openQueryDatabase, type QueryDatabase } from "./open-query-database.ts";
import { serveQueries } from "./serve-queries.ts";

/**
 * The disposable process in which SQL cells run: `query-process <store folder>`, started by Electron as a utility
 * process or by Node as a child. It speaks the query contract to its parent and may be ended at any time.
 */
interface ParentPort {
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

const portToParent = (): Port => {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  const listeners: ((message: unknown) => void)[] = [];
  const early: unknown[] = [];
  const hear = (message: unknown) => {
    if (listeners.length === 0) early.push(message);
    for (const listener of listeners) listener(message);
  };
  if (parentPort) parentPort.on("message", ({ data }) => hear(data));
  else process.on("message", hear);
  // Nobody waits for an answer any more.
  process.on("disconnect", () => process.exit(0));
  return {
    post: (message) => {
      if (parentPort) parentPort.postMessage(message);
      else process.send?.(message);
    },
    onMessage: (listener) => {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    onClose: () => {},
    close: () => process.exit(0),
  };
};

const ATTEMPTS = 20;
const PAUSE_MS = 150;

/** Opens the store once; tries again for a few seconds while another process writes it. */
const opener = (file: string): (() => Promise<WireResult<QueryDatabase>>) => {
  let opening: Promise<WireResult<QueryDatabase>> | null = null;
  const open = async (): Promise<WireResult<QueryDatabase>> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return wireOk(await openQueryDatabase(file));
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        if (/lock/i.test(cause) && attempt < ATTEMPTS) {
          await wait(PAUSE_MS);
          continue;
        }
        opening = null;
        return wireError(
          "store-unavailable",
          `The data store cannot be read just now. Run the cell again in a moment. (${cause.slice(0, 300)})`,
        );
      }
    }
  };
  return () => {
    opening ??= open();
    return opening;
  };
};

process.on("unhandledRejection", (reason) => {
  console.error("query: unhandled rejection", reason);
  process.exit(1);
});

endWhenTooLarge();
const dir = process.argv[2];
if (dir === undefined) throw new Error("The process of SQL cells is started by Asof, with a store's folder.");
serveQueries(portToParent(), opener(join(dir, STORE_FILE)), (error, call) =>
  console.error(`query: ${call} failed`, error),
);
