import { BrowserWindow } from "electron";
import { APP_ORIGIN } from "./app-protocol.ts";

const isMac = process.platform === "darwin";

/** More deaths than this within a minute, and the page is not loaded unasked: it would only die again. */
const MAX_RELOADS = 3;

export interface AppWindowEvents {
  /** The page's process ended. */
  onGone(): void;
  /** It ended too often to be loaded again by itself. */
  onGivenUp(window: BrowserWindow): void;
}

/** Loads the page again when its process is gone; what was typed is on the disk, and the page finds it there. */
const reloadWhenGone = (window: BrowserWindow, { onGone, onGivenUp }: AppWindowEvents): void => {
  let deaths: number[] = [];
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || window.isDestroyed()) return;
    deaths = [...deaths.filter((at) => Date.now() - at < 60_000), Date.now()];
    onGone();
    // The process is replaced only after this event is over.
    const isGivenUp = deaths.length > MAX_RELOADS;
    if (isGivenUp) deaths = [];
    setImmediate(() => {
      if (window.isDestroyed()) return;
      if (isGivenUp) onGivenUp(window);
      else window.reload();
    });
  });
};

/** The one visible window. It has no Node, no navigation, no second window, no webview. */
export const openAppWindow = (preload: string, events: AppWindowEvents): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 880,
    minHeight: 560,
    show: false,
    title: "Asof",
    // The title bar is ours: word mark, tabs and the command field share one line.
    ...(isMac ? { titleBarStyle: "hiddenInset" as const } : { frame: false }),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  webContents.on("will-navigate", (event) => event.preventDefault());
  webContents.session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(permission === "clipboard-sanitized-write");
  });
  webContents.session.setPermissionCheckHandler(
    (_contents, permission) => permission === "clipboard-sanitized-write",
  );
  reloadWhenGone(window, events);
  window.once("ready-to-show", () => window.show());
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
};
