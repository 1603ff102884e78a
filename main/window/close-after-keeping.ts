import { app, type BrowserWindow } from "electron";

const WAIT_MS = 2_000;

/**
 * Closing, and quitting, first let the page put its unsaved text where the next start finds it. A page that does not
 * answer holds the window for two seconds at most. Returns what the page calls when it is ready.
 */
export const closeAfterKeeping = (window: BrowserWindow, askPage: () => void): (() => void) => {
  let mayClose = false;
  const finish = () => {
    mayClose = true;
    if (!window.isDestroyed()) window.close();
  };
  window.on("close", (event) => {
    if (mayClose || window.webContents.isCrashed()) return;
    event.preventDefault();
    askPage();
    setTimeout(finish, WAIT_MS);
  });
  app.on("before-quit", (event) => {
    if (mayClose || window.isDestroyed()) return;
    event.preventDefault();
    window.close();
  });
  return finish;
};
