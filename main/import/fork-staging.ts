import { app, utilityProcess } from "electron";
import type { Port } from "../../wire/port.ts";
import type { StagingProcess, StartStaging } from "./staging-process.ts";

/**
 * Starts a staging process as a utility process of Electron, with an empty environment. It learns the file and the
 * store's folder as its arguments and speaks the staging contract to this process.
 */
export const forkStaging =
  (script: string): StartStaging =>
  ({ filePath, storeDir }): StagingProcess => {
    const child = utilityProcess.fork(script, [filePath, storeDir], {
      serviceName: "asof-import",
      stdio: "inherit",
      env: {},
    });
    let isGone = false;
    const gone = new Promise<void>((resolve) => {
      child.once("exit", () => {
        isGone = true;
        resolve();
      });
    });
    const port: Port = {
      post: (message) => {
        if (!isGone) child.postMessage(message);
      },
      onMessage: (listener) => child.on("message", listener),
      onClose: (listener) => void gone.then(listener),
      close: () => {},
    };
    return {
      port,
      memoryMb: () => {
        const metric = app.getAppMetrics().find(({ pid }) => pid === child.pid);
        return metric ? metric.memory.workingSetSize / 1024 : null;
      },
      onExit: (listener) => void gone.then(listener),
      kill: () => {
        // A process that has not begun yet cannot be ended; it is as soon as it has.
        if (!isGone && !child.kill()) child.once("spawn", () => child.kill());
        return gone;
      },
    };
  };
