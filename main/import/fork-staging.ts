import { app, MessageChannelMain, utilityProcess } from "electron";
import { messagePort } from "../../wire/message-port.ts";
import type { StagingProcess, StartStaging } from "./staging-process.ts";

/** Starts a staging process as a utility process of Electron, with one port to it. */
export const forkStaging =
  (script: string): StartStaging =>
  ({ filePath, storeDir }): StagingProcess => {
    const child = utilityProcess.fork(script, [], { serviceName: "asof-import", stdio: "inherit" });
    let isGone = false;
    child.once("exit", () => {
      isGone = true;
    });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: "open", filePath, storeDir }, [port1]);
    return {
      port: messagePort(port2),
      memoryMb: () => {
        const metric = app.getAppMetrics().find(({ pid }) => pid === child.pid);
        return metric ? metric.memory.workingSetSize / 1024 : null;
      },
      onExit: (listener) => child.once("exit", listener),
      kill: () =>
        new Promise((resolve) => {
          if (isGone) return resolve();
          child.once("exit", () => resolve());
          child.kill();
        }),
    };
  };
