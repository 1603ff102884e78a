import type { AppClient } from "../bridge/app-client.ts";
import type { KernelPorts } from "../bridge/kernel-ports.ts";
import type { Kernel } from "../bridge/start-kernel.ts";
import {
  type AppState,
  changeTab,
  type Notice,
  type Tab,
  withNotice,
  withoutNotices,
} from "../state/app-state.ts";
import { reduceSession } from "../state/session/reduce-session.ts";
import type { SessionEvent } from "../state/session/session-state.ts";
import type { AppStore } from "../state/store.ts";

/** What a tab has beside its state: things with an end, such as connections and timers. */
export interface TabHandles {
  kernel: Kernel | null;
  /** The start that is under way; a run asked for meanwhile waits for it. */
  opening: Promise<void> | null;
  updateTimer: ReturnType<typeof setTimeout> | null;
  keepTimer: ReturnType<typeof setTimeout> | null;
  /** The store has other names now; the editor asks for them when the kernel has read them. */
  isDeclarationStale: boolean;
  /** The kernel that was told of breakpoints, until it is told that there are none. */
  debuggedKernel: number | null;
  /** When the oldest keystroke that is not kept yet fell. */
  keepSince: number | null;
}

/** Everything an action needs from outside; tests put fakes here. */
export interface ActionContext {
  readonly store: AppStore;
  readonly app: AppClient;
  readonly ports: KernelPorts;
  readonly handles: Map<string, TabHandles>;
  now(): number;
  /** Settles when what the state says is on the screen; soon also while the window is hidden. */
  drawn(): Promise<void>;
  random(): number;
  /** Gives the editor the declarations and the cells it completes from. */
  readonly language: {
    configure(declarations: readonly { path: string; text: string }[]): void;
    sync(cells: readonly { id: string; kind: "code" | "markdown" | "sql"; source: string }[]): void;
  };
  copyText(text: string): Promise<void>;
  closePage(): void;
}

export const handlesOf = (context: ActionContext, tabId: string): TabHandles => {
  const known = context.handles.get(tabId);
  if (known) return known;
  const made: TabHandles = {
    kernel: null,
    opening: null,
    updateTimer: null,
    keepTimer: null,
    isDeclarationStale: false,
    keepSince: null,
    debuggedKernel: null,
  };
  context.handles.set(tabId, made);
  return made;
};

export const findTab = (context: ActionContext, tabId: string): Tab | undefined =>
  context.store.getState().tabs.find((tab) => tab.id === tabId);

export const updateTab = (context: ActionContext, tabId: string, change: (tab: Tab) => Tab): void =>
  context.store.setState((state) => changeTab(state, tabId, change));

export const dispatchSession = (
  context: ActionContext,
  tabId: string,
  ...events: readonly SessionEvent[]
): void =>
  updateTab(context, tabId, (tab) => ({ ...tab, session: events.reduce(reduceSession, tab.session) }));

/** Shows a notice in a notebook, or in every view when `tabId` is null. */
export const notify = (context: ActionContext, tabId: string | null, notice: Notice): void => {
  if (tabId === null) {
    context.store.setState((state: AppState) => ({ notices: withNotice(state.notices, notice) }));
  } else {
    updateTab(context, tabId, (tab) => ({ ...tab, notices: withNotice(tab.notices, notice) }));
  }
};

export const dismissNotice = (context: ActionContext, noticeId: string): void =>
  context.store.setState((state) => ({
    notices: withoutNotices(state.notices, noticeId),
    tabs: state.tabs.map((tab) => ({ ...tab, notices: withoutNotices(tab.notices, noticeId) })),
  }));
