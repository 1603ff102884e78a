import { contextBridge, ipcRenderer } from "electron";
import type { AsofBridge, KernelPortMessage } from "../contract/bridge.ts";

const bridge: AsofBridge = {
  invoke: (channel, input) => ipcRenderer.invoke("asof:call", channel, input),
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
