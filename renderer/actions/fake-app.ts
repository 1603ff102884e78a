import { type KernelContract, kernelContract } from "../../kernel/contract/kernel-contract.ts";
import type { Settings } from "../../main/contract/app-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { portPair } from "../../wire/port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import type { AppClient } from "../bridge/app-client.ts";
import { initialState, type Tab } from "../state/app-state.ts";
import { openDocument } from "../state/document/document-state.ts";
import { reduceSession } from "../state/session/reduce-session.ts";
import { emptySession } from "../state/session/session-state.ts";
import { createAppStore } from "../state/store.ts";
import { type ActionContext, handlesOf } from "./context.ts";

type KernelHandlers = Parameters<typeof serve<KernelContract>>[2];

export interface FakeApp {
  readonly context: ActionContext;
  /** Calls to the main process and the kernel, in order. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly kernel: Server<KernelContract>;
  readonly clock: { now: number };
}

const settings: Settings = {
  language: "en",
  theme: "light",
  gain: "intl",
  density: "compact",
  kernelMemoryMb: 3_072,
};

/** One notebook with one cell, a main process that says yes to everything, and a kernel behind a real wire. */
export const createFakeApp = (handlers: Partial<KernelHandlers> = {}): FakeApp => {
  const calls: FakeApp["calls"] = [];
  const clock = { now: 0 };
  const app: AppClient = {
    call: async (name, input) => {
      calls.push({ name, input });
      if (name === "notebook/save") {
        const { suggestedName, text } = input as { suggestedName: string; text: string };
        return wireOk({
          path: `/n/${suggestedName}`,
          name: suggestedName,
          text,
          isSample: false,
          isExact: true,
        }) as never;
      }
      return wireOk(name === "settings/change" ? settings : {}) as never;
    },
    grantFiles: async () => wireOk([]),
    on: () => () => {},
  };
  const context: ActionContext = {
    store: createAppStore(initialState),
    app,
    ports: { take: () => Promise.reject(new Error("no port")) },
    handles: new Map(),
    now: () => clock.now,
    drawn: () => Promise.resolve(),
    random: () => 0.5,
    language: { configure: () => {}, sync: () => {} },
    copyText: async () => {},
    closePage: () => {},
  };
  const [near, far] = portPair();
  const note = <T>(name: string, input: unknown, value: T) => {
    calls.push({ name, input });
    return wireOk(value);
  };
  const kernel = serve(far, kernelContract, {
    "cells/update": (input) =>
      note("cells/update", input, { version: input.version, cells: [], diagnostics: [], imports: [] }),
    "cells/run": (input) => note("cells/run", input, { statuses: [] }),
    "run/stop": (input) => note("run/stop", input, { statePreserved: true }),
    "names/rename": (input) => note("names/rename", input, { cells: [] }),
    "table/rows": () => wireError("unknown-table", "none"),
    "table/export": () => wireError("unknown-table", "none"),
    "table/export-next": () => wireOk({ piece: null }),
    "table/export-end": () => wireOk({}),
    "value/parts": () => wireError("value-gone", "none"),
    "types/declarations": (input) => note("types/declarations", input, { files: [] }),
    ...handlers,
  });
  const cell = { id: "a", kind: "code", source: "1", attributes: [] } as const;
  const notebook = { title: "", snapshot: "", asOf: null, cells: [{ ...cell, attributes: [] }] };
  const tab: Tab = {
    id: "t",
    name: "one.nb.ts",
    path: "/n/one.nb.ts",
    isSample: false,
    sampleId: null,
    draftKey: "/n/one.nb.ts",
    written: null,
    document: openDocument(notebook),
    session: reduceSession(emptySession, { type: "kernel-ready", kernelId: 1 }),
    activeCellId: "a",
    editingCellId: null,
    breakpoints: {},
    isTrustNoteHidden: false,
    notices: [],
    plain: null,
    stored: new Map(),
    theirs: null,
  };
  context.store.setState({ tabs: [tab], activeTabId: "t" });
  handlesOf(context, "t").kernel = { kernelId: 1, client: connect(near, kernelContract) };
  return { context, calls, kernel, clock };
};
