import { fork } from "node:child_process";
import type { Port } from "../../../wire/port.ts";

/**
 * Starts the query process as a child of Node, with an empty environment. Closing the port ends it; the port is
 * closed once it has ended.
 */
export const spawnQueryChild = (script: string, storeDir: string): Port => {
  const child = fork(script, [storeDir], {
    env: {},
    execArgv: ["--max-old-space-size=1536"],
    // Typed arrays stay what they are.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let isClosed = false;
  const closeListeners: (() => void)[] = [];
  const closed = () => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  };
  child.on("exit", closed);
  child.on("error", closed);
  return {
    post: (message) => {
      if (!isClosed && child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => child.on("message", listener),
    onClose: (listener) => {
      if (isClosed) listener();
      else closeListeners.push(listener);
    },
    close: () => child.kill("SIGKILL"),
  };
};
