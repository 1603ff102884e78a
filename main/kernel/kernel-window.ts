import { BrowserWindow, type MessagePortMain } from "electron";
import type { DebugStep, Pause } from "../contract/debug-calls.ts";
import type { Breakpoint } from "./cell-debugger.ts";
import { CellInterrupter } from "./cell-interrupter.ts";
import { serveKernel } from "./kernel-protocol.ts";
import { createSealedSession, kernelOrigin } from "./sealed-session.ts";

export type KernelEnd = "crashed" | "out-of-memory" | "ended" | "killed";

export interface KernelWindow {
  readonly kernelId: number;
  /** The operating system's number of the process in which cells run. */
  processId(): number;
  interrupt(): void;
  setBreakpoints(breakpoints: readonly Breakpoint[]): Promise<void>;
  step(step: DebugStep): Promise<void>;
  replaceStore(store: MessagePortMain): void;
  /** Ends the process at once, with what it was doing. */
  crash(reason: KernelEnd): void;
  end(): void;
}

export interface KernelWindowOptions {
  readonly kernelId: number;
  readonly folder: string;
  readonly preload: string;
  readonly client: MessagePortMain;
  /** Asked for when the page is there, so that the port leads to the store process of that moment. */
  connectStore(): MessagePortMain;
  connectQueries(): MessagePortMain;
  onGone(reason: KernelEnd): void;
  /** A cell stands still at a line, or (null) goes on. */
  onPaused(paused: Pause | null): void;
}

/**
 * One hidden, sandboxed window per notebook. It never sees the app's window, files or network: it has three
 * ports: to whoever asks it to run cells, to the store, and to the process of its SQL cells.
 */
export const openKernelWindow = async (options: KernelWindowOptions): Promise<KernelWindow> => {
  const sealed = await createSealedSession(options.kernelId);
  serveKernel(sealed, options.folder);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: sealed,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // A hidden window's timers and frames must not slow a backtest down.
      backgroundThrottling: false,
      spellcheck: false,
      preload: options.preload,
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  webContents.on("will-navigate", (event) => event.preventDefault());
  webContents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");

  let endReason: KernelEnd | null = null;
  let isGone = false;
  const gone = (reason: KernelEnd) => {
    if (isGone) return;
    isGone = true;
    options.onGone(endReason ?? reason);
    if (!window.isDestroyed()) window.destroy();
  };
  webContents.on("render-process-gone", (_event, details) => {
    gone(details.reason === "oom" ? "out-of-memory" : details.reason === "killed" ? "killed" : "crashed");
  });
  window.on("closed", () => gone("ended"));

  const interrupter = new CellInterrupter(webContents, options.onPaused);
  try {
    await interrupter.attach();
    await window.loadURL(`${kernelOrigin(options.kernelId)}/index.html`);
  } catch (error) {
    isGone = true;
    if (!window.isDestroyed()) window.destroy();
    throw error;
  }
  if (isGone) throw new Error("its process ended while it started");
  webContents.postMessage("asof:kernel-boot", null, [
    options.client,
    options.connectStore(),
    options.connectQueries(),
  ]);

  return {
    kernelId: options.kernelId,
    processId: () => (window.isDestroyed() ? 0 : webContents.getOSProcessId()),
    interrupt: () => interrupter.interrupt(),
    setBreakpoints: (breakpoints) => interrupter.debugger.setBreakpoints(breakpoints),
    step: (step) => interrupter.debugger.step(step),
    replaceStore: (store) => webContents.postMessage("asof:kernel-store", null, [store]),
    crash: (reason) => {
      endReason = reason;
      if (!window.isDestroyed()) webContents.forcefullyCrashRenderer();
    },
    end: () => {
      endReason = "ended";
      if (!window.isDestroyed()) window.destroy();
    },
  };
};
