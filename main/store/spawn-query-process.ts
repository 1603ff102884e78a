import { utilityProcess } from "electron";
import type { Port } from "../../wire/port.ts";

/**
 * Starts the process in which one notebook's SQL cells run, with an empty environment. Closing the port ends it; the
 * port is closed once it has ended.
 */
export const spawnQueryProcess = (script: string, storeDir: string): Port => {
  const child = utilityProcess.fork(script, [storeDir], {
    serviceName: "asof-query",
    stdio: "inherit",
    env: {},
  });
  let isClosed = false;
  const closeListeners: (() => void)[] = [];
  child.on("exit", () => {
    isClosed = true;
    for (const listener of closeListeners.splice(0)) listener();
  });
  return {
    post: (message) => {
      if (!isClosed) child.postMessage(message);
    },
    onMessage: (listener) => child.on("message", listener),
    onClose: (listener) => {
      if (isClosed) listener();
      else closeListeners.push(listener);
    },
    close: () => {
      // A process that has not begun yet cannot be ended; it is as soon as it has.
      if (!child.kill() && !isClosed) child.once("spawn", () => child.kill());
    },
  };
};
