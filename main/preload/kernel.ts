import { ipcRenderer } from "electron";

for (const type of ["asof:kernel-boot", "asof:kernel-store"]) {
  ipcRenderer.on(type, (event) => window.postMessage({ type }, window.location.origin, event.ports));
}
