import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { AsofBridge, KernelPortMessage } from "../contract/bridge.ts";

const bridge: AsofBridge = {
  invoke: (channel, input) => ipcRenderer.invoke("asof:call", channel, input),
  grantFiles: (files) =>
    ipcRenderer.invoke(
      "asof:grant-files",
      // A file that a script made has no path.
      files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ""),
    ),
  onEvent: (listener) => {
    const hear = (_event: unknown, name: string, payload: unknown) => listener(name, payload);
    ipcRenderer.on("asof:event", hear);
    return () => ipcRenderer.removeListener("asof:event", hear);
  },
};
contextBridge.exposeInMainWorld("asof", bridge);

// A port cannot cross the context bridge; it can be posted to the page, which is our own origin.
ipcRenderer.on("asof:kernel-port", (event, kernelId: number) => {
  const message: KernelPortMessage = { type: "asof:kernel-port", kernelId };
  window.postMessage(message, window.location.origin, event.ports);
});
