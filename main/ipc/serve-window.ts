import { type BrowserWindow, ipcMain } from "electron";
import { type EventName, type EventPayload, wireError } from "../../wire/contract.ts";
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
): WindowServer => {
  const dispatch = createDispatch(appContract, handlers, onInternalError);
  ipcMain.handle("asof:call", (event, name: unknown, input: unknown) => {
    const frame = event.senderFrame;
    const isOurs =
      event.sender === window.webContents &&
      frame === window.webContents.mainFrame &&
      frame.url.startsWith(`${APP_ORIGIN}/`);
    if (!isOurs || typeof name !== "string") return wireError("refused", "This sender may not call.");
    return dispatch(name, input);
  });
  return {
    emit: (name, payload) => {
      if (!window.isDestroyed()) window.webContents.send("asof:event", name, payload);
    },
  };
};
