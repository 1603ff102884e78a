import type { Port } from "../../wire/port.ts";
import { serveStaging } from "../ingest/serve-staging.ts";

interface ParentPort {
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

process.on("unhandledRejection", (reason) => {
  console.error("import: unhandled rejection", reason);
  process.exit(1);
});

/** The port to whoever started this process: Electron's, or the channel of a forked Node process. */
const portToParent = (): Port => {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort)
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on("message", ({ data }) => listener(data)),
      onClose: () => {},
      close: () => process.exit(0),
    };
  if (!process.send) throw new Error("The import process must be started by Asof.");
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on("message", listener),
    onClose: (listener) => process.on("disconnect", listener),
    close: () => process.exit(0),
  };
};

// One process, one file: what a file does to its reader, it does to nobody else.
const [filePath, storeDir, fileName] = process.argv.slice(2);
if (filePath === undefined || storeDir === undefined)
  throw new Error("The import process was not told which file to read, and for which store.");
const port = portToParent();
port.onClose(() => process.exit(0));
serveStaging(port, { filePath, storeDir, fileName });
