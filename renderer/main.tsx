import { frameDrawn } from "./shell/frame-drawn.ts";
import "./bridge/without-eval.ts";
import "./styles/index.css";
import { createRoot } from "react-dom/client";
import type { AsofBridge } from "../main/contract/bridge.ts";
import { type ActionContext, notify } from "./actions/context.ts";
import { startApp } from "./actions/start-app.ts";
import { App } from "./app.tsx";
import { createAppClient } from "./bridge/app-client.ts";
import { collectKernelPorts } from "./bridge/kernel-ports.ts";
import { addLanguageFeatures } from "./editor/language-features.ts";
import { configureLanguage, syncModels } from "./editor/language-models.ts";
import { loadMonaco } from "./editor/load-monaco.ts";
import { createFaultLog, hearFaults } from "./faults/hear-faults.ts";
import { startI18n } from "./i18n/index.ts";
import { createLanguageHost } from "./notebook/language-host.ts";
import { createAppStore } from "./state/store.ts";

declare global {
  interface Window {
    readonly asof?: AsofBridge;
  }
}

const start = async (): Promise<void> => {
  const bridge = window.asof;
  if (!bridge) throw new Error("window.asof is missing: this page works inside the Asof application only.");
  const app = createAppClient(bridge);
  const context: ActionContext = {
    store: createAppStore(),
    app,
    ports: collectKernelPorts(window),
    handles: new Map(),
    now: () => Date.now(),
    drawn: frameDrawn,
    random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
    language: { configure: configureLanguage, sync: syncModels },
    copyText: (text) => navigator.clipboard.writeText(text),
    closePage: () => void app.call("window/command", { command: "close" }),
  };
  startI18n("en");
  const note = createFaultLog(
    (fault) => void app.call("window/fault", fault),
    (message) =>
      notify(context, null, { id: "fault", tone: "error", key: "banner:fault", values: { message } }),
  );
  hearFaults(window, note);
  const onDrawFault = (error: unknown) => note("draw", error);
  createRoot(document.getElementById("root")!, {
    onCaughtError: onDrawFault,
    onUncaughtError: onDrawFault,
  }).render(<App context={context} />);
  // Most of the way to a usable notebook is the editor's code: it loads while the notebook is fetched.
  void loadMonaco().then((module) => addLanguageFeatures(module, createLanguageHost(context)));
  await startApp(context);
};

void start();
