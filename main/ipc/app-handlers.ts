import { app } from "electron";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import { type AppContract, settingsSchema } from "../contract/app-contract.ts";
import type { ImportHandlers } from "../import/import-handlers.ts";
import type { PublishHandlers } from "../publishing/publish-handlers.ts";
import { sampleList } from "../samples/sample-list.ts";
import type { AppState } from "./app-state.ts";
import { fileHandlers } from "./file-handlers.ts";
import { readHandlers } from "./read-handlers.ts";

/** What each call of the window does. Thin: files, kernels and settings do the work. */
export const appHandlers = (
  state: AppState,
): Omit<Handlers<AppContract>, keyof ImportHandlers | keyof PublishHandlers> => {
  return {
    "app/info": () =>
      wireOk({
        version: app.getVersion(),
        electronVersion: process.versions.electron ?? "",
        isFallbackElectron: state.isFallbackElectron,
        isSandboxed: !app.commandLine.hasSwitch("no-sandbox"),
        platform: process.platform,
        settings: state.settings,
        samples: [...sampleList],
        recent: state.recent,
        openAtStart: state.startArguments.openAtStart,
        openBefore: state.openTabs,
        store: state.storeState(),
      }),

    "settings/change": async (change) => {
      const next = settingsSchema.parse({ ...state.settings, ...change });
      state.settings = next;
      try {
        await state.settingsFile.write(next);
      } catch (error) {
        return wireError(
          "not-saved",
          `The settings hold until you quit; they were not saved: ${String(error)}.`,
        );
      }
      return wireOk(next);
    },

    ...fileHandlers(state),

    "kernel/start": async () => {
      try {
        const { kernelId, client } = await state.kernels.start();
        state.window.webContents.postMessage("asof:kernel-port", kernelId, [client]);
        return wireOk({ kernelId });
      } catch (error) {
        return wireError("kernel-failed", `The kernel did not start: ${String(error)}.`);
      }
    },

    "kernel/interrupt": ({ kernelId }) => {
      const kernel = state.kernels.get(kernelId);
      if (!kernel) return wireError("no-kernel", "That kernel is gone.");
      kernel.interrupt();
      return wireOk({});
    },

    "debug/breakpoints": async ({ kernelId, breakpoints }) => {
      const kernel = state.kernels.get(kernelId);
      if (!kernel) return wireError("no-kernel", "That kernel is gone.");
      await kernel.setBreakpoints(breakpoints);
      return wireOk({});
    },

    "debug/step": async ({ kernelId, step }) => {
      const kernel = state.kernels.get(kernelId);
      if (!kernel) return wireError("no-kernel", "That kernel is gone.");
      await kernel.step(step);
      return wireOk({});
    },

    "kernel/end": ({ kernelId }) => {
      state.kernels.get(kernelId)?.end();
      return wireOk({});
    },

    "store/catalog": (input) => state.store().call("store/catalog", input),
    ...readHandlers(() => state.store()),

    "window/ready-to-close": () => {
      // The answer goes out before the window does.
      setImmediate(() => state.finishClosing());
      return wireOk({});
    },

    "window/fault": ({ kind, message, stack }) => {
      console.error(`[window] ${kind}: ${stack || message}`);
      return wireOk({});
    },

    "window/set-dirty": ({ isDirty }) => {
      state.window.setDocumentEdited(isDirty);
      return wireOk({});
    },

    "window/command": ({ command }) => {
      const { window } = state;
      if (command === "minimize") window.minimize();
      else if (command === "close") window.close();
      else if (command === "toggle-devtools") window.webContents.toggleDevTools();
      else if (window.isMaximized()) window.unmaximize();
      else window.maximize();
      return wireOk({});
    },
  };
};
