import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from "electron";
import { type EventName, type EventPayload, wireError, wireOk } from "../../wire/contract.ts";
import { createDispatch, type Handlers } from "../../wire/dispatch.ts";
import { type AppContract, appContract } from "../contract/app-contract.ts";
import { APP_ORIGIN } from "../window/app-protocol.ts";

export interface WindowServer {
  emit<N extends EventName<AppContract>>(name: N, payload: EventPayload<AppContract, N>): void;
}

/**
 * Answers the window's calls. A call counts only from the top frame of our own window showing our own origin;
 * only then is anything of it parsed.
 */
export const serveWindow = (
  window: BrowserWindow,
  handlers: Handlers<AppContract>,
  onInternalError: (error: unknown, call: string) => void,
  grantFiles: (paths: readonly string[]) => Promise<unknown>,
): WindowServer => {
  const dispatch = createDispatch(appContract, handlers, onInternalError);
  const isOurs = ({ sender, senderFrame }: IpcMainInvokeEvent): boolean =>
    sender === window.webContents &&
    senderFrame === window.webContents.mainFrame &&
    senderFrame.url.startsWith(`${APP_ORIGIN}/`);
  ipcMain.handle("asof:call", (event, name: unknown, input: unknown) => {
    if (!isOurs(event) || typeof name !== "string") return wireError("refused", "This sender may not call.");
    return dispatch(name, input);
  });
  // Files that were dropped on the page. Their paths come from the preload, which asked the browser for them.
  ipcMain.handle("asof:grant-files", async (event, paths: unknown) => {
    const isList = Array.isArray(paths) && paths.every((path) => typeof path === "string");
    if (!isOurs(event) || !isList) return wireError("refused", "This sender may not grant files.");
    return wireOk(await grantFiles(paths));
  });
  return {
    emit: (name, payload) => {
      if (!window.isDestroyed()) window.webContents.send("asof:event", name, payload);
    },
  };
};
