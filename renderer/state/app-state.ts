import type { RunComparison } from "../../kernel/manifest/compare-runs.ts";
import type { NotebookDocument, StoredResult } from "../../kernel/notebook/index.ts";
import type { AppInfo, Settings } from "../../main/contract/app-contract.ts";
import type { Catalog } from "../../store/contract/catalog.ts";
import type { ShellKey } from "../i18n/index.ts";
import { emptyWizard, type WizardState } from "../import/wizard-state.ts";
import { type DeskOverlay, emptyPublishing, type PublishingState } from "../publishing/publishing-state.ts";
import type { BrowseOverlay } from "./browse-state.ts";
import type { DocumentState } from "./document/document-state.ts";
import type { SessionState } from "./session/session-state.ts";

export const WELCOME = "welcome";

/** A sentence over the cells: what happened, and at most one thing to do about it. */
export interface Notice {
  readonly id: string;
  readonly tone: "info" | "warn" | "error";
  readonly key: ShellKey;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly action?: "restart-kernel" | "recover" | "choose-version";
}

/** A file that cannot be read as a notebook: its text can still be seen and copied, and nothing writes to it. */
export interface PlainFile {
  readonly text: string;
  readonly message: string;
  readonly line: number;
}

/** One open notebook. */
export interface Tab {
  readonly id: string;
  readonly name: string;
  readonly path: string | null;
  readonly isSample: boolean;
  readonly sampleId: string | null;
  /** Names the kept draft of this notebook. */
  readonly draftKey: string;
  readonly written: NotebookDocument | null;
  readonly document: DocumentState;
  readonly session: SessionState;
  readonly activeCellId: string | null;
  /** Lines, from 1, at which a cell stands still, by cell. */
  readonly breakpoints: Readonly<Record<string, readonly number[]>>;
  /** The markdown cell that shows its source. */
  readonly editingCellId: string | null;
  readonly isTrustNoteHidden: boolean;
  readonly notices: readonly Notice[];
  /** Set when the file is shown as text only; the notebook is empty then. */
  readonly plain: PlainFile | null;
  /** What cells showed when they last ran, here or at whoever sent the notebook. */
  readonly stored: ReadonlyMap<string, StoredResult>;
  /** The file's text while it is another than the one here builds on (newer), or could take the place of a recovered one. */
  readonly theirs: { readonly text: string; readonly isNewer: boolean } | null;
}

export type Overlay =
  | { readonly kind: "palette" }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "reference" }
  | { readonly kind: "settings" }
  | { readonly kind: "import" }
  | BrowseOverlay
  | { readonly kind: "publish"; readonly tabId: string }
  | DeskOverlay
  | { readonly kind: "origin"; readonly tabId: string; readonly cellId: string; readonly output: number }
  | { readonly kind: "comparison"; readonly found: RunComparison }
  | { readonly kind: "link"; readonly address: string }
  | { readonly kind: "close-tab"; readonly tabId: string };

export interface Layout {
  readonly catalogWidth: number;
  readonly inspectorWidth: number;
  readonly problemsHeight: number;
  readonly isCatalogOpen: boolean;
  readonly isInspectorOpen: boolean;
  readonly isProblemsOpen: boolean;
}

export interface KeptDraft {
  readonly key: string;
  readonly name: string;
  readonly text: string;
  /** The file is another one now than when this text was typed over it. */
  readonly isBaseChanged: boolean;
}

export interface AppState {
  readonly info: AppInfo | null;
  readonly settings: Settings;
  readonly catalog: Catalog | null;
  readonly catalogMessage: string | null;
  readonly store: {
    readonly state: "starting" | "ready" | "restarting" | "failed";
    readonly message: string;
  };
  readonly isMaximized: boolean;
  readonly tabs: readonly Tab[];
  readonly activeTabId: string;
  readonly layout: Layout;
  readonly overlay: Overlay | null;
  readonly wizard: WizardState;
  readonly publishing: PublishingState;
  readonly deleted: { readonly tabId: string; readonly number: number } | null;
  readonly kept: readonly KeptDraft[];
  readonly notices: readonly Notice[];
}

export const initialState: AppState = {
  info: null,
  settings: { language: "en", theme: "system", gain: "intl", density: "compact", kernelMemoryMb: 3_072 },
  catalog: null,
  catalogMessage: null,
  store: { state: "starting", message: "" },
  isMaximized: false,
  tabs: [],
  activeTabId: WELCOME,
  layout: {
    catalogWidth: 272,
    inspectorWidth: 312,
    problemsHeight: 104,
    isCatalogOpen: true,
    isInspectorOpen: true,
    isProblemsOpen: true,
  },
  overlay: null,
  wizard: emptyWizard,
  publishing: emptyPublishing,
  deleted: null,
  kept: [],
  notices: [],
};

export const activeTab = (state: AppState): Tab | null =>
  state.tabs.find((tab) => tab.id === state.activeTabId) ?? null;

/** Changes one tab; the same state when nothing changed, so that nobody looks again. */
export const changeTab = (state: AppState, tabId: string, change: (tab: Tab) => Tab): AppState => {
  const index = state.tabs.findIndex(({ id }) => id === tabId);
  const before = state.tabs[index];
  if (!before) return state;
  const after = change(before);
  return after === before ? state : { ...state, tabs: state.tabs.with(index, after) };
};

/** Adds a notice, or replaces the one with its id. */
export const withNotice = (notices: readonly Notice[], notice: Notice): readonly Notice[] => [
  ...withoutNotices(notices, notice.id),
  notice,
];

/** Takes notices away; the same ones where none of these is among them, so that nothing draws them again. */
export const withoutNotices = (notices: readonly Notice[], ...ids: readonly string[]): readonly Notice[] => {
  const left = notices.filter(({ id }) => !ids.includes(id));
  return left.length === notices.length ? notices : left;
};
