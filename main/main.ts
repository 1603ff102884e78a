import { join } from "node:path";
import { app, MessageChannelMain, protocol } from "electron";
import { storeContract } from "../store/contract/store-contract.ts";
import { createQueryService } from "../store/query/service/query-service.ts";
import { connect } from "../wire/connect.ts";
import { messagePort } from "../wire/message-port.ts";
import { appPaths } from "./app-paths.ts";
import { settingsSchema } from "./contract/app-contract.ts";
import { ExportFiles } from "./files/export-files.ts";
import { jsonFile } from "./files/json-file.ts";
import { KeptDrafts } from "./files/kept-drafts.ts";
import { NotebookFiles } from "./files/notebook-files.ts";
import { recentFilesAt } from "./files/recent-files.ts";
import { createImports } from "./import/create-imports.ts";
import { importHandlers } from "./import/import-handlers.ts";
import { appHandlers } from "./ipc/app-handlers.ts";
import type { AppState } from "./ipc/app-state.ts";
import { serveWindow } from "./ipc/serve-window.ts";
import { KernelManager } from "./kernel/kernel-manager.ts";
import { MemoryWatch } from "./kernel/memory-watch.ts";
import { createPublishing } from "./publishing/create-publishing.ts";
import { publishHandlers } from "./publishing/publish-handlers.ts";
import { publishingProcesses } from "./publishing/publishing-processes.ts";
import { runSelfCheck } from "./self-check.ts";
import { defaultSettings } from "./settings/default-settings.ts";
import { parseStartArguments } from "./start-arguments.ts";
import { chooseStore } from "./store/own-store.ts";
import { spawnQueryProcess } from "./store/spawn-query-process.ts";
import { StoreSupervisor } from "./store/store-supervisor.ts";
import { serveApp } from "./window/app-protocol.ts";
import { openAppWindow } from "./window/app-window.ts";
import { closeAfterKeeping } from "./window/close-after-keeping.ts";
import { setMenu } from "./window/menu.ts";
import { offerAfterDeaths } from "./window/offer-after-deaths.ts";

/** The development distribution for closed networks; see docs/decisions/003. */
const FALLBACK_ELECTRON = "33.2.1";

const report = (error: unknown, where: string) => console.error(`[${where}]`, error);

protocol.registerSchemesAsPrivileged([
  { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
  { scheme: "kernel", privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
// No name resolves for any page: a prefetch hint would otherwise leak a real query past every other layer.
app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
// Tests that must run as root switch the sandbox off; asking for it as well would start no process at all.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();

const start = async () => {
  const startArguments = parseStartArguments(process.argv.slice(app.isPackaged ? 1 : 2));
  const paths = appPaths();
  const settingsFile = jsonFile(paths.settings, settingsSchema);
  const recentFile = recentFilesAt(paths.recent);
  await app.whenReady();
  const firstSettings = (await settingsFile.read()) ?? defaultSettings(app.getLocale());
  let settings = () => firstSettings;
  setMenu();
  serveApp(paths.renderer);

  // Set once the window is there; what happens before, the window asks for as it starts.
  let server: ReturnType<typeof serveWindow> | null = null;
  const store = new StoreSupervisor({
    script: paths.storeProcess,
    dir: await chooseStore(paths.stores),
    onState: (state, message) => server?.emit("store/state", { state, message }),
    onRestarted: () => {
      storeClient = connectStore();
      kernels.reconnectStores();
    },
  });
  store.start();
  const connectStore = () => connect(messagePort(store.connect()), storeContract);
  let storeClient = connectStore();

  const queries = createQueryService({
    spawn: () => spawnQueryProcess(paths.queryProcess, store.dir),
  });
  const connectQueries = () => {
    const { port1, port2 } = new MessageChannelMain();
    queries.serve(messagePort(port1));
    return port2;
  };

  const memory = new MemoryWatch(
    () => settings().kernelMemoryMb,
    () => app.getAppMetrics().map(({ pid, memory }) => ({ pid, workingSetKb: memory.workingSetSize })),
    (kernelId, workingSetMb, limitMb) => server?.emit("kernel/memory", { kernelId, workingSetMb, limitMb }),
  );
  const kernels = new KernelManager({
    folder: paths.kernel,
    preload: paths.preloadKernel,
    memory,
    connectStore: () => store.connect(),
    connectQueries,
    onPaused: (kernelId, paused) => server?.emit("debug/paused", { kernelId, paused }),
    onGone: (kernelId, reason) =>
      server?.emit("kernel/gone", { kernelId, reason, memoryMb: settings().kernelMemoryMb }),
  });
  const endProcesses = () => {
    kernels.endAll();
    queries.end();
    store.end();
  };

  const processes = publishingProcesses({
    kernels,
    build: paths.build,
    store: () => storeClient,
    connectStore: () => store.connect(),
  });
  if (startArguments.isSelfCheck) {
    const code = await runSelfCheck({
      kernels,
      gate: processes,
      notebook: join(paths.notebooks, "twelve-one-momentum.nb.ts"),
    });
    endProcesses();
    app.exit(code);
    return;
  }

  const files = new NotebookFiles((path, file) => server?.emit("notebook/changed", { path, file }));
  const recent = (await recentFile.read()) ?? [];
  for (const { path } of recent) files.grant(path);
  const { openAtStart } = startArguments;
  const granted =
    openAtStart && "path" in openAtStart ? { path: files.grant(openAtStart.path) } : openAtStart;
  // Before the window: from its first moment on, its calls are answered.
  const publishing = await createPublishing({
    folder: paths.publishing,
    processes,
    isStoreReady: () => store.state === "ready",
    isGranted: (path) => files.isGranted(path),
    emit: (name, payload) => server?.emit(name, payload),
    onInternalError: (error) => report(error, "publishing"),
  });
  const exports = new ExportFiles();
  const window = openAppWindow(paths.preloadWindow, {
    onGone: () => {
      kernels.endOrphans();
      void exports.abortAll();
    },
    onGivenUp: (given) => void offerAfterDeaths(given, settings().language),
  });
  const finishClosing = closeAfterKeeping(window, () => server?.emit("window/closing", {}));
  const state: AppState = {
    window,
    kernels,
    files,
    exports,
    drafts: new KeptDrafts(paths.drafts),
    notebooksFolder: paths.notebooks,
    settingsFile,
    recentFile,
    startArguments: { ...startArguments, openAtStart: granted },
    isFallbackElectron: process.versions.electron === FALLBACK_ELECTRON,
    store: () => storeClient,
    storeState: () => ({ state: store.state, message: store.message }),
    finishClosing,
    openTabs: null,
    settings: firstSettings,
    recent,
  };
  settings = () => state.settings;
  const imports = createImports({
    window,
    store,
    places: paths.stores,
    script: paths.importProcess,
    whileReleased: queries.whileReleased,
    emit: (name, payload) => server?.emit(name, payload),
    onChanged: (snapshotId) => {
      server?.emit("store/changed", { snapshotId });
      // A kernel asks for the catalog again with a new port: its completion, types and staleness follow.
      kernels.reconnectStores();
    },
  });
  const handlers = { ...appHandlers(state), ...importHandlers(imports), ...publishHandlers(publishing) };
  server = serveWindow(window, handlers, report, (files) => imports.files.grant(files));
  server.emit("store/state", { state: store.state, message: store.message });
  for (const change of ["maximize", "unmaximize", "enter-full-screen", "leave-full-screen"] as const) {
    window.on(change as "maximize", () => {
      server?.emit("window/state", {
        isMaximized: window.isMaximized(),
        isFullScreen: window.isFullScreen(),
      });
    });
  }
  window.on("closed", () => {
    publishing.connections.endAll();
    endProcesses();
    app.quit();
  });
};

process.on("unhandledRejection", (error) => report(error, "main"));
start().catch((error) => {
  report(error, "start");
  app.exit(1);
});
