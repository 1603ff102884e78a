import type { Settings } from "../../main/contract/app-contract.ts";
import { hearImport } from "../import/import-actions.ts";
import { hearPublishing } from "../publishing/publishing-actions.ts";
import { type AppState, activeTab } from "../state/app-state.ts";
import { hearChangedOnDisk } from "./choose-version.ts";
import { type ActionContext, dispatchSession, notify, updateTab } from "./context.ts";
import { keepDraft } from "./keep-draft.ts";
import { hearKernelGone } from "./kernel.ts";
import { loadDeclarations } from "./load-declarations.ts";
import { openNotebook } from "./notebook-files.ts";
import { reopenTabs, tellOpenTabs } from "./open-tabs.ts";

/** The snapshot of the open notebook, by name or id; null is the newest. */
const wantedSnapshot = (state: AppState): string | null =>
  activeTab(state)?.document.notebook.snapshot || null;

export const loadCatalog = async (context: ActionContext): Promise<void> => {
  const snapshot = wantedSnapshot(context.store.getState());
  const answer = await context.app.call("store/catalog", { snapshot });
  // Another notebook, or another snapshot of this one, was chosen meanwhile: its catalog is on the way.
  if (snapshot !== wantedSnapshot(context.store.getState())) return;
  context.store.setState(
    answer.ok
      ? { catalog: answer.value, catalogMessage: null, store: { state: "ready", message: "" } }
      : { catalogMessage: answer.error.message, ...(snapshot === null ? {} : { catalog: null }) },
  );
};

/** Shows the catalog of whatever snapshot the open notebook names, from now on. */
export const followSnapshot = (context: ActionContext): void => {
  context.store.subscribe((state, before) => {
    if (wantedSnapshot(state) !== wantedSnapshot(before)) void loadCatalog(context);
  });
};

export const changeSettings = async (context: ActionContext, change: Partial<Settings>): Promise<void> => {
  // Shown at once; the answer only says whether it will be remembered.
  context.store.setState((state) => ({ settings: { ...state.settings, ...change } }));
  const answer = await context.app.call("settings/change", change);
  if (answer.ok) context.store.setState({ settings: answer.value });
  else {
    const values = { message: answer.error.message };
    notify(context, null, { id: "settings", tone: "warn", key: "banner:settingsNotSaved", values });
  }
};

const hearStoreState = (context: ActionContext, store: { state: string; message: string }): void => {
  const before = context.store.getState().store.state;
  context.store.setState({ store: store as never });
  if (store.state === "restarting") {
    notify(context, null, { id: "store", tone: "warn", key: "banner:storeRestarting" });
  } else if (store.state === "failed") {
    const values = { message: store.message };
    notify(context, null, { id: "store", tone: "error", key: "banner:storeFailed", values });
  } else if (store.state === "ready") {
    if (store.message !== "") {
      const values = { message: store.message };
      notify(context, null, { id: "store", tone: "warn", key: "banner:storeRecovered", values });
    } else if (before === "restarting")
      notify(context, null, { id: "store", tone: "info", key: "banner:storeRestarted" });
    if (before !== "ready" || context.store.getState().catalog === null) void loadCatalog(context);
    const tab = activeTab(context.store.getState());
    if (tab) void loadDeclarations(context, tab.id);
  }
};

/** Rows came in: the catalog is read again, and the editor learns new names once the kernel has. */
const hearStoreChanged = async (context: ActionContext): Promise<void> => {
  for (const handles of context.handles.values()) handles.isDeclarationStale = true;
  await loadCatalog(context);
};

/** Listens to the main process, asks for what the first screen needs, and opens what was asked for at the start. */
export const startApp = async (context: ActionContext): Promise<void> => {
  const { app, store } = context;
  app.on("kernel/gone", (gone) => void hearKernelGone(context, gone));
  app.on("kernel/memory", ({ kernelId, ...memory }) => {
    const tab = store.getState().tabs.find(({ session }) => session.kernelId === kernelId);
    if (tab) dispatchSession(context, tab.id, { type: "memory", memory });
  });
  app.on("debug/paused", ({ kernelId, paused }) => {
    const tab = store.getState().tabs.find(({ session }) => session.kernelId === kernelId);
    if (!tab) return;
    dispatchSession(context, tab.id, { type: "paused", paused });
    // Whoever waits for it must see it, wherever in the notebook it is.
    if (paused) updateTab(context, tab.id, (now) => ({ ...now, activeCellId: paused.cellId }));
  });
  app.on("store/state", (state) => hearStoreState(context, state));
  app.on("store/changed", () => void hearStoreChanged(context));
  app.on("notebook/changed", (change) => void hearChangedOnDisk(context, change));
  hearImport(context);
  hearPublishing(context);
  followSnapshot(context);
  app.on("window/closing", async () => {
    await Promise.all(store.getState().tabs.map(({ id }) => keepDraft(context, id)));
    await app.call("window/ready-to-close", {});
  });
  app.on("window/state", ({ isMaximized }) => store.setState({ isMaximized }));
  const info = await app.call("app/info", {});
  if (!info.ok) throw new Error(`app/info: ${info.error.message}`);
  store.setState({ info: info.value, settings: info.value.settings });
  const kept = await app.call("notebook/kept", {});
  if (kept.ok) store.setState({ kept: kept.value.kept });
  // What was said before this page listened.
  hearStoreState(context, info.value.store);
  void loadCatalog(context);
  const { openBefore, openAtStart } = info.value;
  if (openBefore) await reopenTabs(context, openBefore);
  else if (openAtStart) await openNotebook(context, openAtStart);
  tellOpenTabs(context);
};
